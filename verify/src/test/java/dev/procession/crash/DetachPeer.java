package dev.procession.crash;

import dev.procession.ProcessionException;
import dev.procession.process.DetachedProcess;

/** A program that starts a detached process and then ends, or waits to be killed. */
final class DetachPeer {
    private DetachPeer() {}

    public static void main(String[] args) throws Exception {
        try {
            DetachedProcess process = DetachedProcess.start(args[0], () -> Thread.sleep(1_000_000));
            System.out.println("started " + process.pid());
        } catch (ProcessionException e) {
            System.out.println("refused " + e.getMessage());
        }
        if (args.length > 1) Thread.sleep(1_000_000);
    }
}

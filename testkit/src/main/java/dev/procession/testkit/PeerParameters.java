package dev.procession.testkit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests a parameter of type {@link Peers}, which is closed at the end of the test. */
public final class PeerParameters implements ParameterResolver {
    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(PeerParameters.class);

    /** Creates the extension. */
    public PeerParameters() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType().equals(Peers.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Peers peers = new Peers();
        context.getStore(STORE).put(Peers.class, peers); // the store closes it
        return peers;
    }
}

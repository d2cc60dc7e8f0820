package dev.procession.internal.memory;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The domain of the process that started this one. It is joined when this process first needs a domain, since that costs the
 * linking of native calls; a child that only computes never does. Kept as it came: whoever boots has no time to parse.
 */
public final class ParentDomain {
    private static volatile @Nullable ParentDomain known;

    private final String folder;
    private final String member;

    private ParentDomain(String folder, String member) {
        this.folder = folder;
        this.member = member;
    }

    /**
     * Called once as a child boots.
     *
     * @param member the parent in the domain, as {@link ObjectId#text} writes two numbers
     */
    public static void remember(String folder, String member) {
        known = new ParentDomain(folder, member);
    }

    static @Nullable ParentDomain known() {
        return known;
    }

    Path folder() {
        return Path.of(folder);
    }

    Owner member() {
        ObjectId id = ObjectId.parse(member);
        return new Owner(id.index(), id.generation());
    }
}

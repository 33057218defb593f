package io.tandem.app;

import java.util.Optional;

/** The folder that data goes to, as Java sees it. */
public final class WorkFolder {

    /** What Java puts in the place of bytes that the locale has no letter for. */
    private static final char UNREADABLE = '\uFFFD';

    private WorkFolder() {}

    /**
     * What is wrong with the folder's name: in a locale without letters beyond ASCII, Java reads such a name as another
     * one, and the store would be made in another folder.
     */
    public static Optional<String> fault(String folder) {
        return folder.indexOf(UNREADABLE) < 0
                ? Optional.empty()
                : Optional.of("the current folder's name has letters that the locale can't read, so data would go to"
                        + " another folder. Set LC_ALL=C.UTF-8, or start with bin/tandem, which does so");
    }
}

package io.tandem.store;

import java.io.File;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * The address of a store, as {@code store.url} has it.
 *
 * @param text a JDBC URL: {@code jdbc:h2:file:PATH} (or without {@code file:}), or {@code jdbc:postgresql://HOST/DATABASE}
 */
public record StoreUrl(String text) {

    private static final String H2 = "jdbc:h2:";
    private static final String POSTGRESQL = "jdbc:postgresql:";

    /** What is wrong with the form; empty if nothing is. */
    public Optional<String> fault() {
        if (text.matches("(?i).*[?&;]password=.*")) {
            return Optional.of("it holds a password. Set store.password instead, which is kept secret");
        }
        if (text.startsWith(POSTGRESQL)) {
            return text.matches("jdbc:postgresql:(//[^/@]+/[^?/@]+|[^?/:@]+)(\\?.*)?")
                    ? Optional.empty()
                    : Optional.of(
                            "wanted jdbc:postgresql://HOST:PORT/DATABASE, with user and password in store.user and"
                                    + " store.password");
        }
        if (!text.startsWith(H2)) {
            return Optional.of("wanted jdbc:postgresql://HOST:PORT/DATABASE, or jdbc:h2:file:PATH"
                    + (text.matches("(?i)postgres(ql)?:.*") ? "; a JDBC address begins with jdbc:" : ""));
        }
        if (options().contains(";AUTO_SERVER=TRUE")) {
            return Optional.of("AUTO_SERVER=TRUE lets two processes use one file, which loses locks. Leave it out;"
                    + " commands reach the running application by themselves. Several processes need PostgreSQL");
        }
        if (isFile() && faultOf(file()).isPresent()) {
            return faultOf(file());
        }
        return name().isEmpty() ? Optional.of("the path is missing: jdbc:h2:file:PATH") : Optional.empty();
    }

    /** Why a store can't be in this folder; empty if it can. H2 ends a path at a semicolon, and makes slashes of backslashes. */
    public static Optional<String> faultOf(Path folder) {
        boolean cut = folder.toString().contains(";")
                || (File.separatorChar == '/' && folder.toString().contains("\\"));
        return cut
                ? Optional.of("the store can't be in " + folder + ": H2 reads a ; or \\ in a path as something else."
                        + " Start in another folder, or set store.url")
                : Optional.empty();
    }

    private String options() {
        int end = text.indexOf(';');
        return end < 0 ? "" : text.substring(end).toUpperCase(Locale.ROOT).replace(" ", "");
    }

    private String name() {
        return text.substring(H2.length()).replaceFirst("(?s);.*", "");
    }

    /** Whether this is an H2 file that this process opens itself; H2 takes a path without {@code file:} too. */
    boolean isFile() {
        return text.startsWith(H2) && !name().matches("(?i)(mem|tcp|ssl|zip|nio|nioMapped|split|async):.*");
    }

    /** Whether it says that the file has to be there. */
    boolean forbidsToMake() {
        return options().contains(";IFEXISTS=TRUE");
    }

    /** The file that H2 makes of {@link #isFile} addresses. */
    Path file() {
        return Path.of(name().replaceFirst("^file:", "")
                        .replaceFirst("^~", Matcher.quoteReplacement(System.getProperty("user.home")))
                + ".mv.db");
    }

    /** The address of another H2 file in the same folder, with the same options. */
    StoreUrl beside(String ending) {
        int end = text.indexOf(';');
        String path = end < 0 ? text : text.substring(0, end);
        return new StoreUrl(path + ending + (end < 0 ? "" : text.substring(end)));
    }

    /** The address without options, which may hold secrets. */
    String shown() {
        return text.replaceFirst("(?s)[?;].*", "").replaceFirst("//[^/@]*@", "//");
    }
}

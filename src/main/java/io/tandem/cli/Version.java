package io.tandem.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Version, commit and build, as the build wrote them down. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"tandem " + text()};
    }

    /** Number, commit, time of the build. */
    static String text() {
        Properties build = new Properties();
        try (InputStream file = Version.class.getResourceAsStream("/io/tandem/build.properties")) {
            if (file == null) {
                return "from classes without a build";
            }
            build.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own build.properties can't be read", e);
        }
        return build.getProperty("version") + ", commit " + build.getProperty("commit") + ", built "
                + build.getProperty("built");
    }
}

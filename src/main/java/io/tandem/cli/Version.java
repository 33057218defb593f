package io.tandem.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Version, commit and build, as the build wrote them down. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        Properties build = new Properties();
        try (InputStream file = Version.class.getResourceAsStream("/io/tandem/build.properties")) {
            build.load(file);
        }
        return new String[] {
            "tandem " + build.getProperty("version") + ", commit " + build.getProperty("commit") + ", built "
                    + build.getProperty("built")
        };
    }
}

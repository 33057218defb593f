package io.tandem.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.camel.CamelContext;
import org.apache.camel.cli.connector.DefaultCliConnectorFactory;
import org.apache.camel.spi.CliConnectorFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether {@code camel ps} and its kin see this application: through files in {@code ~/.camel}, which is made its owner's
 * alone if it isn't there yet. Where it can't be made, they don't.
 */
public final class CamelCli {

    private static final Logger LOG = LoggerFactory.getLogger(CamelCli.class);

    private CamelCli() {}

    /** Before the context starts. */
    public static void connect(CamelContext camel, boolean wanted) {
        DefaultCliConnectorFactory factory = new DefaultCliConnectorFactory();
        factory.setEnabled(wanted && folder(Path.of(System.getProperty("user.home"), ".camel")));
        camel.getCamelContextExtension().addContextPlugin(CliConnectorFactory.class, factory);
    }

    private static boolean folder(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder.getParent());
                boolean posix = Files.getFileStore(folder.getParent()).supportsFileAttributeView("posix");
                if (posix) {
                    Files.createDirectory(
                            folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                } else {
                    Files.createDirectory(folder);
                }
            }
            return Files.isWritable(folder);
        } catch (IOException e) {
            LOG.info("{} can't be made, so camel ps does not see this application", folder);
            return false;
        }
    }
}

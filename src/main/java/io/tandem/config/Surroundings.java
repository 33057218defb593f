package io.tandem.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a command finds around it: tests hand in their own, so that they need no process for it.
 *
 * @param folder where it was typed; its data goes below it
 * @param environment variables, which may hold secrets
 * @param properties of {@code -D}
 */
public record Surroundings(Path folder, Map<String, String> environment, Map<String, String> properties) {

    /** Those of this process. */
    public static Surroundings ofThisProcess() {
        Map<String, String> properties = new TreeMap<>();
        System.getProperties().stringPropertyNames().forEach(name -> properties.put(name, System.getProperty(name)));
        return new Surroundings(Path.of("").toAbsolutePath(), System.getenv(), properties);
    }

    /** The same, with a command typed in another folder. */
    public Surroundings in(Path other) {
        return new Surroundings(other, environment, properties);
    }

    /** No values: they may be secret. */
    @Override
    public String toString() {
        return "what is around " + folder;
    }
}

package io.tandem.config;

/**
 * One thing that is wrong with the configuration or the command line.
 *
 * @param file path relative to the home folder, or "" for the command line and the environment
 * @param line 1-based; 0 where there is none
 * @param message what is wrong, and what is known instead; never a secret
 */
public record Fault(String file, int line, String message) {

    @Override
    public String toString() {
        return (file.isEmpty() ? "" : file + (line > 0 ? ":" + line : "") + ": ") + message;
    }
}

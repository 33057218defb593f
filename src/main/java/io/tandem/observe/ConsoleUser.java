package io.tandem.observe;

/** Who is signed in to the console, for what is called on that person's behalf in this thread. */
public final class ConsoleUser {

    private static final ThreadLocal<String> NAME = new ThreadLocal<>();

    private ConsoleUser() {}

    /** What is done on that person's behalf. */
    public interface Action<E extends Exception> {
        void run() throws E;
    }

    public static <E extends Exception> void as(String name, Action<E> action) throws E {
        NAME.set(name);
        try {
            action.run();
        } finally {
            NAME.remove();
        }
    }

    /** A JMX client that came without signing in to the console is named as such. */
    static String name() {
        return NAME.get() == null ? "jmx" : NAME.get();
    }
}

package io.tandem.system;

/** A system as a whole fails: its flows stop for this round, nothing is parked (rule 12). */
public abstract sealed class SystemException extends RuntimeException {

    private final String system;

    protected SystemException(String system, String message, Throwable cause) {
        super(message, cause);
        this.system = system;
    }

    public String system() {
        return system;
    }

    /** Not reachable: no connection, time-out, 5xx after all retries. */
    public static final class Unavailable extends SystemException {
        public Unavailable(String system, String message, Throwable cause) {
            super(system, message, cause);
        }
    }

    /** The credentials are refused. */
    public static final class CredentialsRefused extends SystemException {
        public CredentialsRefused(String system, String message) {
            super(system, message, null);
        }
    }

    /** A daily limit is used up; the next try waits. */
    public static final class LimitReached extends SystemException {
        public LimitReached(String system, String message) {
            super(system, message, null);
        }
    }

    /** The entity doesn't exist in this installation (divisions switched off): one warning, not a failure. */
    public static final class EntityMissing extends SystemException {
        public EntityMissing(String system, String message) {
            super(system, message, null);
        }
    }

    /** An answer that can't be understood: not what the descriptor says. */
    public static final class Misunderstood extends SystemException {
        public Misunderstood(String system, String message, Throwable cause) {
            super(system, message, cause);
        }
    }
}

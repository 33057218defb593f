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

    /** What fails: the system, or only one of its entities. */
    public String scope() {
        return system;
    }

    /** Not reachable: no connection, time-out, 5xx after all retries. */
    public static final class Unavailable extends SystemException {

        private final boolean answered;

        public Unavailable(String system, String message, Throwable cause) {
            this(system, message, cause, false);
        }

        /** @param answered whether this call was answered, so that another one may have better luck */
        public Unavailable(String system, String message, Throwable cause, boolean answered) {
            super(system, message, cause);
            this.answered = answered;
        }

        public boolean answered() {
            return answered;
        }
    }

    /** The credentials are good, but not for this entity: only its flows stop. */
    public static final class Forbidden extends SystemException {

        private final String entity;

        /** @param entity without its system */
        public Forbidden(String system, String entity, String message) {
            super(system, message, null);
            this.entity = entity;
        }

        @Override
        public String scope() {
            return system() + "/" + entity;
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

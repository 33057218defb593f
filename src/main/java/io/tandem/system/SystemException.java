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

    /** The same failure for another who meets it: each has a stack trace of its own, and this one as the cause. */
    public abstract SystemException copy();

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

        @Override
        public SystemException copy() {
            return new Unavailable(system(), getMessage(), this, answered);
        }
    }

    /** The credentials are good, but not for this entity: only its flows stop. */
    public static final class Forbidden extends SystemException {

        private final String entity;

        /** @param entity without its system */
        public Forbidden(String system, String entity, String message) {
            this(system, entity, message, null);
        }

        private Forbidden(String system, String entity, String message, Throwable cause) {
            super(system, message, cause);
            this.entity = entity;
        }

        @Override
        public SystemException copy() {
            return new Forbidden(system(), entity, getMessage(), this);
        }

        @Override
        public String scope() {
            return system() + "/" + entity;
        }
    }

    /** The credentials are refused. */
    public static final class CredentialsRefused extends SystemException {
        public CredentialsRefused(String system, String message) {
            this(system, message, null);
        }

        private CredentialsRefused(String system, String message, Throwable cause) {
            super(system, message, cause);
        }

        @Override
        public SystemException copy() {
            return new CredentialsRefused(system(), getMessage(), this);
        }
    }

    /** A daily limit is used up; the next try waits. */
    public static final class LimitReached extends SystemException {
        public LimitReached(String system, String message) {
            this(system, message, null);
        }

        private LimitReached(String system, String message, Throwable cause) {
            super(system, message, cause);
        }

        @Override
        public SystemException copy() {
            return new LimitReached(system(), getMessage(), this);
        }
    }

    /** The entity doesn't exist in this installation (divisions switched off): one warning, not a failure. */
    public static final class EntityMissing extends SystemException {
        public EntityMissing(String system, String message) {
            this(system, message, null);
        }

        private EntityMissing(String system, String message, Throwable cause) {
            super(system, message, cause);
        }

        @Override
        public SystemException copy() {
            return new EntityMissing(system(), getMessage(), this);
        }
    }

    /** An answer that can't be understood: not what the descriptor says. */
    public static final class Misunderstood extends SystemException {
        public Misunderstood(String system, String message, Throwable cause) {
            super(system, message, cause);
        }

        @Override
        public SystemException copy() {
            return new Misunderstood(system(), getMessage(), this);
        }
    }
}

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

    /** The same failure for another thread that meets it: with a stack trace of its own, and this one as the cause. */
    public abstract SystemException copy();

    /** Not reachable: no connection, time-out, 5xx after all retries. */
    public static final class Unavailable extends SystemException {

        private final boolean answered;
        private final boolean busy;

        public Unavailable(String system, String message, Throwable cause) {
            this(system, message, cause, false);
        }

        /** @param answered whether this call was answered, so that the next one may succeed */
        public Unavailable(String system, String message, Throwable cause, boolean answered) {
            this(system, message, cause, answered, false);
        }

        private Unavailable(String system, String message, Throwable cause, boolean answered, boolean busy) {
            super(system, message, cause);
            this.answered = answered;
            this.busy = busy;
        }

        /** It asks for fewer calls, again and again. */
        public static Unavailable busy(String system, String message) {
            return new Unavailable(system, message, null, false, true);
        }

        public boolean answered() {
            return answered;
        }

        /** Whether any other call now would only add to what is too much. */
        public boolean isBusy() {
            return busy;
        }

        @Override
        public SystemException copy() {
            return new Unavailable(system(), getMessage(), this, answered, busy);
        }
    }

    /** One of its entities fails: only that entity's flows stop. */
    public abstract static sealed class OfEntity extends SystemException {

        private final String entity;

        private OfEntity(String system, String entity, String message, Throwable cause) {
            super(system, message, cause);
            this.entity = entity;
        }

        /** Without its system. */
        String entity() {
            return entity;
        }

        @Override
        public String scope() {
            return system() + "/" + entity;
        }
    }

    /** The system answers, but not for this entity as a whole, e.g. because its list is forbidden. */
    public static final class EntityFailed extends OfEntity {

        public EntityFailed(String system, String entity, String message) {
            this(system, entity, message, null);
        }

        public EntityFailed(String system, String entity, String message, Throwable cause) {
            super(system, entity, message, cause);
        }

        @Override
        public SystemException copy() {
            return new EntityFailed(system(), entity(), getMessage(), this);
        }
    }

    /**
     * The calls about single records of an entity fail one after the other, and none goes through. Others may do: the next round
     * begins with other records.
     */
    public static final class RecordsFailed extends OfEntity {

        public RecordsFailed(String system, String entity, String message) {
            this(system, entity, message, null);
        }

        private RecordsFailed(String system, String entity, String message, Throwable cause) {
            super(system, entity, message, cause);
        }

        @Override
        public SystemException copy() {
            return new RecordsFailed(system(), entity(), getMessage(), this);
        }
    }

    /** The credentials are refused. */
    public static final class CredentialsRefused extends SystemException {

        private final String answer;

        /** What a sign-in says, or is missing for one. */
        public CredentialsRefused(String system, String message) {
            this(system, message, "", null);
        }

        /** @param answer to a call: the system's own words */
        public CredentialsRefused(String system, String message, String answer) {
            this(system, message, answer, null);
        }

        private CredentialsRefused(String system, String message, String answer, Throwable cause) {
            super(system, message, cause);
            this.answer = answer;
        }

        /** Why a call was refused after a sign-in; "" if the sign-in was. */
        public String answer() {
            return answer;
        }

        @Override
        public SystemException copy() {
            return new CredentialsRefused(system(), getMessage(), answer, this);
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

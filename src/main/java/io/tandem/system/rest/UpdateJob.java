package io.tandem.system.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.system.Refusal;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import io.tandem.system.descriptor.Problem;
import java.util.HashMap;
import java.util.Map;

/** One update on its way. */
final class UpdateJob {

    final Write.Update update;
    Values plain;
    final Values sequenced;
    final Map<String, Refusal> refused = new HashMap<>();
    WriteResult result;
    /** As it stood right before the write; as it was seen, if it wasn't read again. */
    SyncRecord before;

    /** {@link #before} was read right before the write. */
    boolean fresh;

    SyncRecord answered;
    boolean stale;
    boolean wrote;
    boolean inDoubt;

    /** An answer that should show the record, or hold a result for it, held nothing at all: no sign that anything was done. */
    boolean wordless;

    /** The answer showed the record, or held a result for it, as the descriptor says. */
    boolean asDescribed;

    /** Some answer said that a thing is not there: this record, or another that the call names. */
    boolean mayBeGone;

    /** Top members that hold arrays into which values go, as they stood right before the write; by name. */
    final Map<String, JsonNode> containers = new HashMap<>();

    /** The record as the API shows it, as it stood right before the write; null where the call doesn't send that. */
    JsonNode whole;

    private boolean sent;

    /**
     * @param plain values that a plain update writes
     * @param sequenced values that take calls of their own
     */
    UpdateJob(Write.Update update, Values plain, Values sequenced) {
        this.update = update;
        this.before = update.seen();
        this.plain = plain;
        this.sequenced = sequenced;
    }

    /** @param ofAnother whether the call names another thing too: that it isn't there may pass */
    void refuse(String property, Problem problem, boolean ofAnother) {
        refused.put(property, (ofAnother ? problem.ofAnother() : problem).refusal());
        mayBeGone |= problem.kind() == Problem.Kind.GONE;
    }

    /** @param member "" is the whole record */
    void lookedAt(String member, JsonNode now) {
        if (member.isEmpty()) {
            whole = now;
        } else {
            containers.put(member, now);
        }
    }

    boolean open() {
        return result == null && !stale;
    }

    String id() {
        return update.seen().key().id();
    }

    /** What was sent more than once may have taken effect the first time, whatever the last answer says. */
    void sent(boolean moreThanOnce) {
        inDoubt = sent || moreThanOnce;
        sent = true;
    }
}

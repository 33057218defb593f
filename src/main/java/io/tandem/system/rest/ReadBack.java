package io.tandem.system.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.record.Blanks;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.system.Reading;
import io.tandem.system.Refusal;
import io.tandem.system.WriteResult;
import io.tandem.system.call.Calls;
import io.tandem.system.descriptor.Spec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What became of updates that were answered as done: written is only what the answer, or a read after it, shows. Used
 * once.
 *
 * <p>Cost: one bulk read where answers carry no record, or show what stood before; one more, after {@code read_lag},
 * where that read still shows it.
 */
final class ReadBack {

    private final RestEntity client;
    private final Spec.Entity entity;
    private final ReadLag lag;
    private final Set<String> properties;

    /** @param properties wanted in the records of the results */
    ReadBack(RestEntity client, Spec.Entity entity, Calls calls, Set<String> properties) {
        this.client = client;
        this.entity = entity;
        this.lag = new ReadLag(calls.clock(), entity.readLag());
        this.properties = properties;
    }

    /** Gives each job that has none its result. */
    void settle(List<UpdateJob> jobs) {
        List<UpdateJob> open = jobs.stream().filter(job -> job.result == null).toList();
        Reading fresh = read(open.stream()
                .filter(job -> (job.stale || job.wrote || job.mayBeGone) && needsRead(job))
                .toList());
        open.stream().filter(job -> job.wrote).forEach(job -> learn(job, fresh));
        boolean usual = client.emptyAnswers().areUsual();
        List<UpdateJob> unchanged = open.stream()
                .filter(job -> job.wrote
                        && !job.stale
                        && !undone(job, fresh.found().get(job.id())).isEmpty())
                .toList();
        if (!unchanged.isEmpty() && !lag.none()) {
            lag.pass();
        }
        Reading later = unchanged.isEmpty() || lag.none() ? Reading.none() : read(unchanged);
        open.forEach(job -> job.result = result(job, later.answers(job.id()) ? later : fresh));
        List<UpdateJob> silent = open.stream().filter(job -> job.wordless).toList();
        if (!usual && !silent.isEmpty()) {
            client.emptyAnswers().movedBy(silent.stream().allMatch(job -> hasMoved(job, later, fresh)));
        }
    }

    private void learn(UpdateJob job, Reading reading) {
        if (job.asDescribed) {
            client.emptyAnswers().shown();
        } else if (job.wordless && showsOurs(job, reading.found().get(job.id()))) {
            client.emptyAnswers().done();
        }
    }

    private static boolean hasMoved(UpdateJob job, Reading later, Reading fresh) {
        SyncRecord now = (later.answers(job.id()) ? later : fresh).found().get(job.id());
        return now != null && now.presence() == job.before.presence() && !now.isSameVersion(job.before);
    }

    private Reading read(List<UpdateJob> jobs) {
        Map<String, SyncRecord> known = new LinkedHashMap<>();
        jobs.forEach(job -> known.putIfAbsent(job.id(), job.update.seen()));
        return known.isEmpty() ? Reading.none() : client.readToWrite(known.values(), properties);
    }

    /** An answer that shows what stood before may have been made before the write: the record is read once more. */
    private boolean needsRead(UpdateJob job) {
        return job.stale
                || job.mayBeGone
                || job.answered == null
                || !job.sequenced.isEmpty()
                || !undone(job, job.answered).isEmpty();
    }

    private WriteResult result(UpdateJob job, Reading reading) {
        SyncRecord fresh = reading.found().get(job.id());
        if (job.stale) {
            return new WriteResult.Stale(fresh, job.inDoubt);
        }
        if (!job.wrote) {
            return new WriteResult.Refused(reading.isGone(job.id()) ? Refusal.gone() : firstRefusal(job));
        }
        boolean answered = !needsRead(job);
        if (!answered && reading.unread().containsKey(job.id())) {
            return new WriteResult.Refused(Refusal.unseen(reading.refusal(job.id())));
        }
        SyncRecord record =
                answered ? job.answered : fresh == null ? job.update.seen().deleted() : fresh;
        if (!answered && isInDoubt(job, record)) {
            return new WriteResult.Stale(record, true);
        }
        List<String> undone = undone(job, record);
        if (undone.size() == job.update.changes().properties().size()) {
            boolean mayHaveMoved = !job.before.isSameVersion(record) && !answeredAsBefore(job);
            return new WriteResult.Refused(lag.notDone(), false, mayHaveMoved ? record : null);
        }
        undone.forEach(property -> job.refused.put(property, lag.notDone()));
        return new WriteResult.Written(record, answered, job.refused);
    }

    /**
     * Nothing shows whether it was done, and somebody's edit may have come first: the answer lacks what it should hold and
     * another value stands there, or the record is no longer there as it was. What shows up later is still known as ours.
     */
    private boolean isInDoubt(UpdateJob job, SyncRecord shown) {
        boolean lacksItsSign = isNoSign(job)
                && job.plain.properties().stream()
                        .anyMatch(property -> !job.refused.containsKey(property)
                                && !shown.values()
                                        .get(property)
                                        .equals(job.before.values().get(property)));
        return (lacksItsSign || shown.presence() != job.before.presence()) && !showsOurs(job, shown);
    }

    /** Whether a value that was sent stands there and did not before. An empty value of a deleted record shows nothing. */
    private boolean showsOurs(UpdateJob job, SyncRecord shown) {
        return shown != null
                && job.plain.properties().stream()
                        .filter(property -> !job.refused.containsKey(property))
                        .anyMatch(
                                property -> isOurs(property, job, shown.values().get(property), shown.presence()));
    }

    private boolean isOurs(String property, UpdateJob job, JsonNode now, Presence presence) {
        return !now.equals(job.before.values().get(property))
                && (presence == job.before.presence() || !Values.isEmpty(now))
                && isWhatWasSent(property, job.update.changes().get(property), now);
    }

    private boolean isNoSign(UpdateJob job) {
        return job.wordless && !client.emptyAnswers().areUsual();
    }

    private static Refusal firstRefusal(UpdateJob job) {
        return job.refused.values().stream()
                .findFirst()
                .orElse(new Refusal(Refusal.Kind.INVALID, "there was nothing to write", null));
    }

    /**
     * The properties that were answered as written and show what stood before, in the version that was written on. In another
     * version it is what the system made of our value, or somebody's own edit; but an edit of another property does not make
     * it done, where the write's own answer showed it undone, or showed nothing.
     */
    private List<String> undone(UpdateJob job, SyncRecord shown) {
        if (shown == null
                || shown.presence() != job.before.presence()
                || !job.before.isSameVersion(shown) && isMovedByIt(job, shown)) {
            return List.of();
        }
        List<String> undone = new ArrayList<>();
        for (String property : job.update.changes().properties()) {
            JsonNode now = shown.values().get(property);
            if (!job.refused.containsKey(property)
                    && now.equals(job.before.values().get(property))
                    && (job.before.isSameVersion(shown)
                            || job.answered == null
                            || now.equals(job.answered.values().get(property)))
                    && !isWhatWasSent(property, job.update.changes().get(property), now)) {
                undone.add(property);
            }
        }
        return undone;
    }

    /**
     * An edit of what nobody maps moves the version too, and can't be seen. So another version says nothing where nobody knows
     * the one right before, or the answer lacks what it should hold; but one call writes all values, and one of them may show it.
     */
    private boolean isMovedByIt(UpdateJob job, SyncRecord shown) {
        boolean alone = job.fresh && !isEditedBeside(job, shown);
        return !answeredAsBefore(job) && !isNoSign(job) && (alone || showsOurs(job, shown));
    }

    /** What was not written is another now: that alone accounts for another version. */
    private static boolean isEditedBeside(UpdateJob job, SyncRecord shown) {
        return shown.values().properties().stream()
                .filter(property -> !job.update.changes().properties().contains(property))
                .anyMatch(property ->
                        !shown.values().get(property).equals(job.before.values().get(property)));
    }

    private static boolean answeredAsBefore(UpdateJob job) {
        return job.answered != null && job.before.isSameVersion(job.answered);
    }

    /** A system that trims, or that prints emails in lower case, has nothing to do for what differs in no more than that. */
    private boolean isWhatWasSent(String property, JsonNode sent, JsonNode shown) {
        if (Values.isEmpty(sent) || Values.isEmpty(shown)) {
            return Values.isEmpty(sent) && Values.isEmpty(shown);
        }
        String one = Values.text(sent);
        String other = Values.text(shown);
        return entity.properties().get(property).email()
                ? Blanks.foldEmail(one).equals(Blanks.foldEmail(other))
                : Blanks.strip(one).equals(Blanks.strip(other));
    }
}

package io.tandem.system.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.system.Reading;
import io.tandem.system.Refusal;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import io.tandem.system.call.Answer;
import io.tandem.system.call.Calls;
import io.tandem.system.descriptor.Paths;
import io.tandem.system.descriptor.Problem;
import io.tandem.system.descriptor.Spec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Updates of one entity, each on the condition that the record still is as it was seen (rule 9). Used once.
 *
 * <p>Order: a bulk read where the API has no condition; the sequences of single properties, which guard themselves; the
 * plain properties in batches; {@link ReadBack}.
 */
final class UpdateCalls {

    private static final Problem CHANGED = new Problem(Problem.Kind.STALE, "it has changed since it was read", null);

    private final RestEntity client;
    private final Spec.Entity entity;
    private final Calls calls;
    private final RecordReader reader;
    private RecordCalls records;

    UpdateCalls(RestEntity client, Spec.Entity entity, Calls calls, RecordReader reader) {
        this.client = client;
        this.entity = entity;
        this.calls = calls;
        this.reader = reader;
    }

    List<WriteResult> write(List<Write.Update> updates, Set<String> properties) {
        List<UpdateJob> jobs = updates.stream().map(this::job).toList();
        records = RecordCalls.toRecords(
                calls,
                reader,
                entity,
                updates.stream().map(Write.Update::seen).toList(),
                properties,
                client.successes(RestEntity.Asking.UPDATE));
        lookAgain(jobs.stream().filter(this::isReadFirst).toList(), properties);
        lookIntoArrays(jobs.stream().filter(UpdateJob::open).toList());
        records.each(jobs.stream().filter(UpdateJob::open).toList(), this::writeSequences);
        writePlain(
                jobs.stream().filter(job -> job.open() && !job.plain.isEmpty()).toList(), properties);
        records.end();
        new ReadBack(client, entity, calls, properties).settle(jobs);
        return jobs.stream().map(job -> job.result).toList();
    }

    private boolean isReadFirst(UpdateJob job) {
        return job.update.readFirst() && entity.readMany() != null || hasNoCondition(job) && !isGuarded(job);
    }

    /** Lists show no token that stands in a header. */
    private boolean hasNoCondition(UpdateJob job) {
        return switch (entity.update().condition()) {
            case READ -> true;
            case TOKEN -> job.update.seen().token() == null && Paths.isHeader(entity.token());
            case TEST -> false;
        };
    }

    private UpdateJob job(Write.Update update) {
        return new UpdateJob(
                update,
                update.changes().only(name -> !sequenced(name)),
                update.changes().only(this::sequenced));
    }

    private boolean sequenced(String property) {
        return !entity.properties().get(property).sequence().isEmpty();
    }

    /** Whether its sequences guard all that is written. */
    private boolean isGuarded(UpdateJob job) {
        return job.update.changes().properties().stream()
                .map(property -> entity.properties().get(property).sequence())
                .allMatch(steps -> steps.stream().anyMatch(step -> !step.guard().isEmpty()));
    }

    private void lookAgain(List<UpdateJob> jobs, Set<String> properties) {
        if (jobs.isEmpty()) {
            return;
        }
        Reading reading = read(jobs, properties);
        for (UpdateJob job : jobs) {
            SyncRecord now = reading.found().get(job.id());
            if (now == null) {
                job.result = unread(job, reading.refusal(job.id()));
            } else if (!isAsSeen(job, now, properties)) {
                job.result = new WriteResult.Stale(now, false);
            } else {
                job.before = now;
                job.fresh = true;
            }
        }
    }

    /** Without another write of it, what became of the last one is as unknown as it was. */
    private static WriteResult unread(UpdateJob job, Refusal refusal) {
        boolean unseen = job.update.readFirst() && refusal.kind() != Refusal.Kind.GONE;
        return new WriteResult.Refused(unseen ? Refusal.unseen(refusal) : refusal, true);
    }

    /**
     * Reads what stands around values that may go into arrays of objects, none for values that stand in plain objects; and
     * the whole record where the call sends that.
     */
    private void lookIntoArrays(List<UpdateJob> jobs) {
        Map<UpdateJob, Set<String>> wanted = new LinkedHashMap<>();
        for (UpdateJob job : jobs) {
            Set<String> members =
                    Containers.toLookAt(job.plain, job.update.seen().values(), this::path);
            if (entity.update().sendsWhole() && !job.plain.isEmpty()) {
                members.add(Containers.WHOLE);
            }
            if (!members.isEmpty()) {
                wanted.put(job, members);
            }
        }
        if (entity.readMany() == null) {
            wanted.keySet().forEach(job -> ArrayFit.refuseLists(job, this::path));
            return;
        }
        if (wanted.isEmpty()) {
            return;
        }
        Set<String> all = wanted.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        Reading reading = read(List.copyOf(wanted.keySet()), all);
        wanted.forEach((job, members) -> {
            SyncRecord now = reading.found().get(job.id());
            if (now == null) {
                job.result = unread(job, reading.refusal(job.id()));
            } else {
                members.forEach(
                        member -> job.lookedAt(member.substring(1), now.values().get(member)));
                ArrayFit.refuseWhatFitsNoElement(job, this::path);
            }
        });
    }

    private String path(String property) {
        return entity.properties().get(property).path();
    }

    private Reading read(List<UpdateJob> jobs, Set<String> properties) {
        Map<String, SyncRecord> known = new LinkedHashMap<>();
        jobs.forEach(job -> known.putIfAbsent(job.id(), job.update.seen()));
        return client.readToWrite(known.values(), properties);
    }

    private void writeSequences(UpdateJob job) {
        for (String property : job.sequenced.properties()) {
            if (!job.open()) {
                return;
            }
            PropertyWrite sequence =
                    new PropertyWrite(calls, records, entity.properties().get(property));
            Optional<Problem> problem = sequence.run(job.update.seen(), job.sequenced.get(property));
            if (problem.isEmpty()) {
                job.wrote = true;
            } else if (problem.get().kind() == Problem.Kind.STALE && !job.wrote) {
                job.stale = true;
            } else {
                job.refuse(property, problem.get(), true);
            }
        }
    }

    private void writePlain(List<UpdateJob> jobs, Set<String> properties) {
        if (jobs.isEmpty()) {
            return;
        }
        Spec.Update update = entity.update();
        Batches batches = new Batches(calls.judge(), records);
        List<Batches.Outcome> outcomes = batches.send(jobs, update.batch(), sender(properties), update.results());
        Map<UpdateJob, Problem> stale = failedTests(jobs, outcomes, properties);
        for (int i = 0; i < jobs.size(); i++) {
            UpdateJob job = jobs.get(i);
            Batches.Outcome outcome = outcomes.get(i);
            settlePlain(
                    job,
                    stale.containsKey(job) ? new Batches.Outcome(outcome.result(), stale.get(job)) : outcome,
                    properties);
        }
    }

    /** A {@code test} of a JSON Patch that failed may be refused like a value that is no good: whether it did, the record shows. */
    private Map<UpdateJob, Problem> failedTests(
            List<UpdateJob> jobs, List<Batches.Outcome> outcomes, Set<String> properties) {
        if (!entity.update().jsonPatch()) {
            return Map.of();
        }
        List<UpdateJob> refused = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i++) {
            Problem problem = outcomes.get(i).problem();
            if (problem != null && problem.kind() == Problem.Kind.INVALID) {
                refused.add(jobs.get(i));
            }
        }
        Map<String, SyncRecord> fresh =
                refused.isEmpty() ? Map.of() : read(refused, properties).found();
        return refused.stream()
                .filter(job -> fresh.containsKey(job.id()) && !isAsSeen(job, fresh.get(job.id()), properties))
                .collect(Collectors.toMap(job -> job, job -> CHANGED));
    }

    private Batches.Sender<UpdateJob> sender(Set<String> properties) {
        return new Batches.Sender<>() {
            @Override
            public Answer send(List<UpdateJob> some) {
                Answer answer = UpdateCalls.this.send(some);
                some.forEach(job -> job.sent(answer.repeated()));
                return answer;
            }

            @Override
            public String id(UpdateJob job) {
                return job.id();
            }

            @Override
            public Map<UpdateJob, Problem> inDoubt(List<UpdateJob> some, Problem problem) {
                return entity.update().condition() == Spec.Condition.READ ? changedSince(some, properties) : Map.of();
            }
        };
    }

    /** Where nothing else guards a write: those whose record is no longer as it was seen, perhaps by that very write. */
    private Map<UpdateJob, Problem> changedSince(List<UpdateJob> jobs, Set<String> properties) {
        Map<String, SyncRecord> fresh = read(jobs, properties).found();
        Map<UpdateJob, Problem> changed = new HashMap<>();
        jobs.stream()
                .filter(job -> !isAsSeen(job, fresh.get(job.id()), properties))
                .forEach(job -> {
                    job.sent(true);
                    changed.put(job, CHANGED);
                });
        return changed;
    }

    private static boolean isAsSeen(UpdateJob job, SyncRecord now, Set<String> properties) {
        return now != null
                && now.presence() != Presence.DELETED
                && now.values()
                        .only(properties::contains)
                        .equals(job.update.seen().values().only(properties::contains));
    }

    private Answer send(List<UpdateJob> jobs) {
        Spec.Update update = entity.update();
        List<String> ids = jobs.stream().map(UpdateJob::id).toList();
        Answer answer =
                records.call(chosen(update, jobs.get(0)), Calls.Kind.WRITE, new UpdateBody(entity).places(jobs), ids);
        return update.job() == null || answer.status() >= 400
                ? answer
                : new JobWait(calls, records, update).result(answer, ids);
    }

    private Spec.Call chosen(Spec.Update update, UpdateJob job) {
        Values seen = job.update.seen().values();
        return update.calls().stream()
                .filter(c -> c.present().stream().noneMatch(p -> Values.isEmpty(seen.get(p)))
                        && c.empty().stream().allMatch(p -> Values.isEmpty(seen.get(p))))
                .findFirst()
                .map(Spec.ChosenCall::call)
                .orElseThrow();
    }

    /** Null unless the answer shows the record that was written, and all of it. */
    private SyncRecord shown(UpdateJob job, JsonNode result, Optional<Answer> answer, Set<String> properties) {
        if (entity.update().record() == null) {
            return null;
        }
        SyncRecord record = reader.readWhole(
                Paths.at(result, entity.update().record()),
                properties,
                job.update.seen().values().with(job.plain));
        return record != null && record.key().equals(job.update.seen().key())
                ? answer.map(one -> reader.withToken(record, one)).orElse(record)
                : null;
    }

    private void settlePlain(UpdateJob job, Batches.Outcome outcome, Set<String> properties) {
        if (outcome.problem() == null) {
            job.wrote = true;
            job.answered = shown(job, outcome.result(), outcome.answer(), properties);
            boolean shows = entity.update().record() != null;
            boolean names = entity.update().results() != null;
            job.wordless = (shows || names) && outcome.result().isEmpty();
            job.asDescribed = shows ? job.answered != null : names && !job.wordless;
        } else if (outcome.problem().kind() == Problem.Kind.STALE && !job.wrote) {
            job.stale = true;
        } else if (job.wrote || outcome.problem().kind() == Problem.Kind.GONE) {
            boolean ofAnother = outcome.result().isMissingNode()
                    && !chosen(entity.update(), job).path().contains("{id}");
            job.plain.properties().forEach(name -> job.refuse(name, outcome.problem(), ofAnother));
        } else {
            job.result = new WriteResult.Refused(outcome.problem().refusal());
        }
    }
}

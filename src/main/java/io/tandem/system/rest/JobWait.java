package io.tandem.system.rest;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.config.SteadyClock;
import io.tandem.config.VirtualTime;
import io.tandem.system.call.Answer;
import io.tandem.system.call.Calls;
import io.tandem.system.descriptor.Paths;
import io.tandem.system.descriptor.Problem;
import io.tandem.system.descriptor.Spec;
import io.tandem.system.descriptor.Template;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a job that a bulk write started. A completed job can still hold failed items. */
final class JobWait {

    private static final Logger LOG = LoggerFactory.getLogger(JobWait.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Calls calls;
    private final RecordCalls records;
    private final Spec.Job job;
    private final Spec.Results results;

    JobWait(Calls calls, RecordCalls records, Spec.Update update) {
        this.calls = calls;
        this.records = records;
        this.job = update.job();
        this.results = update.results();
    }

    /**
     * @param started the answer that named the job
     * @return the answer that shows its end; as a server error (500) if it failed without results: what it did is open;
     *     as it is if it names no job: nothing is to be waited for, and what it did is read afterwards;
     *     as under way if it doesn't end in time, or can't be looked at: its records are in doubt, and no others
     * @param ids of its records
     * @throws io.tandem.system.SystemException if the system doesn't answer at all
     */
    Answer result(Answer started, List<String> ids) {
        String id = Paths.text(started.body(), job.id());
        if (id.isEmpty()) {
            return started;
        }
        Clock steady = SteadyClock.beside(calls.clock());
        Instant deadline = steady.instant().plus(job.patience());
        Duration pause = FIRST_PAUSE;
        Answer now = started;
        while (!job.done().contains(status(now))) {
            if (job.failed().contains(status(now)) && hasResults(now)) {
                break;
            }
            if (job.failed().contains(status(now))) {
                LOG.warn("{}: the job {} is {}; its records are tried in halves", calls.system(), id, status(now));
                return now.withStatus(500).withSent(started.sent(), started.repeated());
            }
            if (steady.instant().isAfter(deadline)) {
                return open(started, id, "is still " + status(now));
            }
            pause(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            now = records.call(
                    job.call(), Calls.Kind.READ, new Template.Places(Map.of("job", TextNode.valueOf(id))), ids);
            Optional<Problem> problem = calls.judge().of(now);
            if (problem.isPresent()) {
                return open(started, id, "can't be looked at (" + problem.get().message() + ")");
            }
        }
        return now.withSent(started.sent(), started.repeated());
    }

    private static Answer open(Answer started, String id, String how) {
        return started.underWay("the job " + id + " " + how + "; what it wrote is looked at in the next try");
    }

    /** A job that failed can say of each record why, as one that is done does. */
    private boolean hasResults(Answer answer) {
        return results != null && !Paths.at(answer.body(), results.items()).isEmpty();
    }

    private String status(Answer answer) {
        return Paths.text(answer.body(), job.status());
    }

    private void pause(Duration pause) {
        try {
            VirtualTime.await(calls.clock(), pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a job", e);
        }
    }
}

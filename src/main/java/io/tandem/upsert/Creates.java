package io.tandem.upsert;

import io.tandem.chunk.Baseline;
import io.tandem.chunk.Effect;
import io.tandem.fetch.FeedNeeds;
import io.tandem.flow.Flow;
import io.tandem.record.EntityKey;
import io.tandem.record.SyncRecord;
import io.tandem.store.Chains;
import io.tandem.store.Leases;
import io.tandem.system.EntityClient;
import io.tandem.system.Refusal;
import io.tandem.system.SystemException;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;

/**
 * Creates partners of records, never twice (rule 10). The link is stored as {@code creating} before the call. A create
 * whose answer was lost is first looked up by its external reference, and else made again with the same idempotency
 * key.
 *
 * <p>It takes no lease of the entity: {@code creating} links and, in circles, the lock of {@link Chains#lock} keep others off.
 */
public final class Creates {

    private final Function<EntityKey, EntityClient> clients;
    private final FeedNeeds needs;
    private final LostCreates lost;
    private final CreateAttempts attempts;
    private final CreateResults results;
    private final Partners partners;
    private final KnownPartners known;

    public Creates(
            Jdbi jdbi,
            Function<EntityKey, EntityClient> clients,
            FeedNeeds needs,
            Chains chains,
            Leases leases,
            Clock clock) {
        this.clients = clients;
        this.needs = needs;
        this.partners = new Partners(jdbi);
        this.known = new KnownPartners(jdbi, chains, partners, clients, needs, leases, clock);
        this.lost = new LostCreates(jdbi, clients, needs, partners);
        this.attempts = new CreateAttempts(jdbi, clock);
        this.results = new CreateResults(jdbi, partners);
    }

    /**
     * The records for which a partner is still to be made. What an earlier try made is adopted, and a source that was
     * deleted by now gets none. Cost: one look-up for those with an earlier try.
     *
     * @param all of the chunk
     */
    List<Writing> notMadeYet(Flow flow, List<Writing> all) {
        List<Writing> creates = all.stream().filter(Writing::creates).toList();
        Set<Writing> settled =
                lost.adopt(flow, creates.stream().filter(Writing::isRepeated).toList(), all);
        List<Writing> missing =
                creates.stream().filter(writing -> !settled.contains(writing)).toList();
        missing.stream().filter(writing -> !isLive(writing)).forEach(Writing::abandon);
        return missing.stream().filter(Creates::isLive).toList();
    }

    /**
     * Has the creates recorded, except those of records that have a partner by another way, or may have one.
     *
     * @param record stores the links of some as {@code creating}
     * @return those that were recorded
     */
    List<Writing> begin(Flow flow, List<Writing> missing, Consumer<List<Writing>> record) {
        return known.begin(flow, missing, record);
    }

    private static boolean isLive(Writing writing) {
        return writing.item().snapshot().record().live();
    }

    /**
     * Sends the creates and settles their answers.
     *
     * @param recorded of one side, whose {@code creating} links are stored
     * @param chunk all writings of it
     * @throws io.tandem.system.SystemException if the system can't be reached
     */
    void write(Flow flow, List<Writing> recorded, List<Writing> chunk) {
        List<Writing> left =
                recorded.stream().filter(writing -> !writing.isOut()).toList();
        left.forEach(writing -> writing.knownPartner()
                .ifPresent(record -> writing.adopted(record, new Effect.Adopted(record), Baseline.empty())));
        List<Writing> creates = left.stream()
                .filter(writing -> writing.knownPartner().isEmpty())
                .toList();
        if (creates.isEmpty()) {
            return;
        }
        EntityKey made = flow.entity(creates.get(0).made());
        EntityClient client = clients.apply(made);
        List<WriteResult> answers =
                client.facts().losesCreates() ? oneByOne(client, flow, creates) : send(client, flow, creates);
        Set<Writing> taken = partners.namedForAnother(flow, creates.subList(0, answers.size()), answers, chunk);
        Map<Writing, String> existing = new LinkedHashMap<>();
        Map<Writing, SyncRecord> madeBefore = new LinkedHashMap<>();
        for (int i = 0; i < answers.size(); i++) {
            Writing writing = creates.get(i);
            if (writing.isRepeated() && answers.get(i) instanceof WriteResult.Written written) {
                madeBefore.put(writing, written.record());
            } else if (!taken.contains(writing)) {
                results.settle(flow, writing, answers.get(i), client.facts().losesCreates())
                        .ifPresent(id -> existing.put(writing, id));
            }
        }
        partners.adoptUnlessHeld(
                flow,
                madeBefore,
                chunk,
                (writing, record) -> new Effect.Created(record, FirstTry.values(flow, writing), Map.of()));
        if (!existing.isEmpty()) {
            Map<String, SyncRecord> records = client.readByIds(Set.copyOf(existing.values()), needs.properties(made))
                    .found();
            results.adoptExisting(flow, existing, records, chunk);
        }
    }

    /**
     * Where a lost create takes a person, creates are sent one by one. After a failure, answers that came are kept and
     * unsent creates are free.
     *
     * @return the answers to those that were sent, in order
     */
    private List<WriteResult> oneByOne(EntityClient client, Flow flow, List<Writing> creates) {
        List<WriteResult> answers = new ArrayList<>();
        for (Writing writing : creates) {
            try {
                answers.addAll(send(client, flow, List.of(writing)));
            } catch (SystemException e) {
                if (answers.isEmpty()) {
                    throw e;
                }
                answers.add(new WriteResult.Refused(new Refusal(Refusal.Kind.TEMPORARY, e.getMessage(), null)));
                creates.subList(answers.size(), creates.size()).forEach(unsent -> {
                    unsent.abandon();
                    unsent.again();
                });
                break;
            }
        }
        return answers;
    }

    private List<WriteResult> send(EntityClient client, Flow flow, List<Writing> creates) {
        List<Write> writes = creates.stream()
                .map(writing -> (Write) new Write.Create(
                        LostCreates.externalRef(flow, writing),
                        writing.link().idempotencyKey(),
                        FirstTry.values(flow, writing)))
                .toList();
        attempts.begin(flow, creates);
        try {
            List<WriteResult> answers =
                    client.write(writes, needs.properties(client.facts().key()));
            attempts.answered(flow, creates, answers);
            return answers;
        } catch (SystemException e) {
            attempts.unanswered(flow, creates);
            throw e;
        }
    }
}

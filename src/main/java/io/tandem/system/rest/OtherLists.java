package io.tandem.system.rest;

import io.tandem.record.EntityKey;
import io.tandem.system.SystemException;
import io.tandem.system.call.Answer;
import io.tandem.system.call.Calls;
import io.tandem.system.descriptor.Paths;
import io.tandem.system.descriptor.Spec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Whether a list that can't be had is its entity's own trouble: it is if the same server gives another list of the same
 * system. Else it is the system's (rule 12). Thread-safe.
 *
 * <p>Cost: nothing until a list fails; then one call for each other list of the server until one is given, and two at the most
 * if the failed one had no answer, because each may be a wait.
 */
final class OtherLists {

    private static final int MOST_WITHOUT_ANSWER = 2;

    private final Calls calls;
    private final Map<EntityKey, Spec.Entity> entities;

    /** @param entities of all systems */
    OtherLists(Calls calls, Map<EntityKey, Spec.Entity> entities) {
        this.calls = calls;
        this.entities = entities;
    }

    /** @return the failure as it is, or as one of the entity alone */
    SystemException judged(EntityKey entity, Spec.Call list, SystemException failure) {
        if (!mayBeOfOneList(list, failure) || !isAnotherGiven(entity, list, failure)) {
            return failure;
        }
        String what = failure instanceof SystemException.CredentialsRefused refused
                ? "it is refused (" + refused.answer() + ")"
                : failure.getMessage();
        String named = what.startsWith(entity.toString()) ? what : entity + " could not be fetched: " + what;
        return new SystemException.EntityFailed(
                entity.system(),
                entity.entity(),
                named + ". Other lists of " + entity.system() + " are given, so only the flows on " + entity + " stop",
                failure);
    }

    private boolean mayBeOfOneList(Spec.Call list, SystemException failure) {
        boolean ofAny = failure instanceof SystemException.Misunderstood
                || failure instanceof SystemException.CredentialsRefused
                || failure instanceof SystemException.Unavailable unavailable && !unavailable.isBusy();
        return ofAny && calls.isSignedIn(list);
    }

    private boolean isAnotherGiven(EntityKey entity, Spec.Call list, SystemException failure) {
        boolean waits = failure instanceof SystemException.Unavailable unavailable && !unavailable.answered();
        List<EntityKey> others = new ArrayList<>(entities.keySet());
        others.removeIf(
                other -> !other.system().equals(entity.system()) || other.equals(entity) || !isOfServer(other, list));
        Collections.rotate(others, (int) (calls.clock().instant().getEpochSecond() % Math.max(1, others.size())));
        return others.stream()
                .limit(waits ? MOST_WITHOUT_ANSWER : others.size())
                .anyMatch(other -> isGiven(other, failure));
    }

    private boolean isOfServer(EntityKey entity, Spec.Call list) {
        Spec.Fetch fetch = entities.get(entity).fetch();
        return fetch != null && calls.host(fetch.call()).equals(calls.host(list));
    }

    /** From now on: hardly any rows, of a list that hangs on no record. */
    private boolean isGiven(EntityKey entity, SystemException failure) {
        Spec.Entity other = entities.get(entity);
        PageReader walk = PageReader.fromNow(calls, other, new RecordReader(entity, other));
        try {
            Answer answer = calls.call(walk.firstCall().once(), Calls.Kind.READ, walk.places());
            boolean hasList = answer.body().isMissingNode()
                    || Paths.at(answer.body(), other.fetch().items()).isArray();
            return hasList && calls.judge().of(answer).isEmpty();
        } catch (SystemException notGiven) {
            failure.addSuppressed(notGiven);
            return false;
        }
    }
}

package io.tandem.system.call;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.tandem.record.Causes;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;

/** What the error handling of {@code systems.camel.yaml} asks about a failed try: bean {@code tries}. */
public final class Tries {

    /** Whether the system said "too many requests": then the call was not carried out. */
    public boolean tooManyRequests(Exchange exchange) {
        return refusal(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class))
                .filter(refusal -> refusal.getHttpResponseCode() == 429)
                .isPresent();
    }

    /** Whether carrying the call out twice does no harm. */
    public boolean repeatable(Exchange exchange) {
        return exchange.getProperty(SystemRoute.REPEATABLE, false, Boolean.class)
                && !tooLarge(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
    }

    /** An answer that was too large is so again. */
    private static boolean tooLarge(Throwable failure) {
        return Causes.all(failure)
                .anyMatch(e -> e instanceof AnswerTooLarge || e instanceof StreamConstraintsException);
    }

    /** The error answer among the causes of a failure; the circuit breaker and others wrap it. */
    static Optional<HttpOperationFailedException> refusal(Throwable failure) {
        return Causes.find(failure, HttpOperationFailedException.class);
    }
}

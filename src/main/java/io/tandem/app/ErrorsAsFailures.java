package io.tandem.app;

import io.tandem.fetch.JavaFailed;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateSyncProcessor;

/**
 * Makes an {@link Error} in a step, ours or the site's own, a failure of its exchange. Camel 4.18 takes the step for
 * done, goes on with the next one, and throws the error in a thread where nobody waits for it.
 */
public final class ErrorsAsFailures implements InterceptStrategy {

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext camel, NamedNode definition, Processor target, Processor next) {
        return target instanceof DelegateSyncProcessor step ? failing(step.getProcessor()) : target;
    }

    private static Processor failing(Processor step) {
        return new DelegateSyncProcessor(exchange -> {
            try {
                step.process(exchange);
            } catch (Error e) {
                throw new JavaFailed(e);
            }
        });
    }
}

package io.tandem.kit;

import org.apache.camel.CamelContext;
import org.apache.camel.test.junit5.CamelTestSupport;

/** Camel's test support on a {@link Contexts#bare bare context}. */
public abstract class BareContextSupport extends CamelTestSupport {

    @Override
    protected CamelContext createCamelContext() {
        return Contexts.bare();
    }
}

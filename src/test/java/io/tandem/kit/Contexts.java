package io.tandem.kit;

import io.tandem.app.CamelParts;
import io.tandem.app.ErrorsAsFailures;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ClassResolver;

/** Camel contexts for tests. */
public final class Contexts {

    private Contexts() {}

    /** One that is not started yet, without MBeans: to describe each of its processors takes longer than most tests. */
    public static DefaultCamelContext bare() {
        DefaultCamelContext camel = new DefaultCamelContext(false) {
            @Override
            protected ClassResolver createClassResolver() {
                return new CamelParts(this);
            }
        };
        camel.disableJMX();
        camel.getCamelContextExtension().addInterceptStrategy(new ErrorsAsFailures());
        camel.build();
        return camel;
    }
}

package io.tandem.kit;

import org.apache.camel.impl.DefaultCamelContext;

/** Camel contexts for tests. */
public final class Contexts {

    private Contexts() {}

    /** One that is not started yet, without MBeans: to describe each of its processors takes longer than most tests. */
    public static DefaultCamelContext bare() {
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.disableJMX();
        return camel;
    }
}

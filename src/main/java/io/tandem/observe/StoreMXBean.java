package io.tandem.observe;

import java.util.Map;

/** The store, for JMX. */
@Described("The store: where it is and how much it holds.")
public interface StoreMXBean {

    @Described("JDBC address, without credentials and options")
    String getUrl();

    @Described("Version of the schema")
    String getVersion();

    @Described("Rows by table; counted when asked for")
    Map<String, Long> getRows();
}

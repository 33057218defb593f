package io.tandem.observe;

import java.util.List;

/** The configuration, for JMX. */
@Described("The configuration: whether the application goes by its files as they are.")
public interface ConfigurationMXBean {

    @Described("current, refused (the one before goes on) or broken")
    String getState();

    @Described("Since when it is so")
    String getSince();

    @Described("What is wrong with the changed files, each with file and line")
    List<String> getFaults();

    @Described("Checks the files now and switches to them, or says what is wrong with them")
    String reload();
}

package io.tandem.console;

import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import javax.management.ObjectName;
import org.apache.camel.main.Main;

/** A process of its own with a console and many MBeans: the list of them all has some megabytes. */
final class CrowdedConsole {

    /** Many attributes make a long list. */
    public interface CrowdMBean {
        String getAnAttributeWithALongNameThatIsTheFirst();

        String getAnAttributeWithALongNameThatIsTheSecond();

        String getAnAttributeWithALongNameThatIsTheThird();

        String anOperationWithALongName(String withOneParameter, String andAnotherOne);
    }

    /** One of the crowd. */
    public static final class Crowd implements CrowdMBean {
        @Override
        public String getAnAttributeWithALongNameThatIsTheFirst() {
            return "first";
        }

        @Override
        public String getAnAttributeWithALongNameThatIsTheSecond() {
            return "second";
        }

        @Override
        public String getAnAttributeWithALongNameThatIsTheThird() {
            return "third";
        }

        @Override
        public String anOperationWithALongName(String withOneParameter, String andAnotherOne) {
            return "done";
        }
    }

    private CrowdedConsole() {}

    public static void main(String[] arguments) throws Exception {
        for (int i = 0; i < 1_000; i++) {
            ManagementFactory.getPlatformMBeanServer()
                    .registerMBean(new Crowd(), new ObjectName("org.apache.camel:type=components,name=crowd-" + i));
        }
        Console console = Console.configure(new Main(), ConsoleSettings.onLoopback(0));
        System.out.println("port " + console.url().getPort());
        new CountDownLatch(1).await();
    }
}

package io.tandem.observe;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanRegistrationException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The MBeans {@code io.tandem:type=Flow|System|Store|Configuration|Trends} of one desk, registered until closed. */
public final class DeskBeans implements AutoCloseable {

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final List<ObjectName> names = new ArrayList<>();

    private final Growth growth;
    private final Trends trends;

    private DeskBeans(Desk desk, Growth growth) {
        this.growth = growth;
        this.trends = new Trends(desk, growth);
    }

    /** @throws IllegalStateException if another application of this process has registered the same */
    public static DeskBeans register(Desk desk) {
        return register(desk, new Growth());
    }

    /** Those of another desk in the place of these: the configuration has changed, the counts go on. */
    public DeskBeans next(Desk desk) {
        close();
        return register(desk, growth);
    }

    private static DeskBeans register(Desk desk, Growth growth) {
        DeskBeans beans = new DeskBeans(desk, growth);
        try {
            for (var flow : desk.flows()) {
                beans.add("type=Flow,name=" + flow.id(), new FlowBean(desk, flow), FlowMXBean.class);
            }
            for (String system : desk.parts().systems().names()) {
                beans.add(
                        "type=System,name=" + system,
                        new SystemBean(desk.parts().systems(), system),
                        SystemMXBean.class);
            }
            beans.add("type=Store", new StoreBean(desk), StoreMXBean.class);
            beans.add("type=Configuration", new ConfigurationBean(desk), ConfigurationMXBean.class);
            beans.add("type=Trends", beans.trends.start(), TrendsMXBean.class);
        } catch (JMException e) {
            beans.close();
            throw new IllegalStateException("the MBeans can't be registered", e);
        }
        return beans;
    }

    private <T> void add(String name, T bean, Class<T> shape) throws JMException {
        ObjectName objectName = new ObjectName("io.tandem:" + name);
        server.registerMBean(new DescribedBean<>(bean, shape), objectName);
        names.add(objectName);
    }

    @Override
    public void close() {
        trends.close();
        for (ObjectName name : names) {
            try {
                server.unregisterMBean(name);
            } catch (InstanceNotFoundException | MBeanRegistrationException e) {
                throw new IllegalStateException(name + " can't be taken out", e);
            }
        }
        names.clear();
    }
}

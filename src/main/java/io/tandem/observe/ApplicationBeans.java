package io.tandem.observe;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanRegistrationException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The MBeans {@code io.tandem:type=Flow|System|Store|Configuration|Trends} of one application, registered until closed. */
public final class ApplicationBeans implements AutoCloseable {

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final List<ObjectName> names = new ArrayList<>();

    private final Growth growth;
    private final Trends trends;

    private ApplicationBeans(ApplicationView view, Growth growth) {
        this.growth = growth;
        this.trends = new Trends(view, growth);
    }

    /** @throws IllegalStateException if another application of this process has registered the same */
    public static ApplicationBeans register(ApplicationView view) {
        return register(view, new Growth());
    }

    /** Replaces them after a change of the configuration; the counts go on. */
    public ApplicationBeans next(ApplicationView view) {
        close();
        return register(view, growth);
    }

    private static ApplicationBeans register(ApplicationView view, Growth growth) {
        ApplicationBeans beans = new ApplicationBeans(view, growth);
        try {
            for (var flow : view.flows()) {
                beans.add("type=Flow,name=" + flow.id(), new FlowBean(view, flow), FlowMXBean.class);
            }
            for (String system : view.parts().systems().names()) {
                beans.add(
                        "type=System,name=" + system,
                        new SystemBean(view.parts().systems(), system),
                        SystemMXBean.class);
            }
            beans.add("type=Store", new StoreBean(view), StoreMXBean.class);
            beans.add("type=Configuration", new ConfigurationBean(view), ConfigurationMXBean.class);
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

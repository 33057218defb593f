package io.tandem.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.ObjectName;
import org.jolokia.server.core.restrictor.policy.PolicyRestrictor;

/** What one role may see and do. An MBean of which it may use nothing is hidden from it, also in lists and searches. */
final class RoleRights extends PolicyRestrictor {

    /** @param path class path of the rights, in Jolokia's format */
    static RoleRights read(String path) {
        try (InputStream file = RoleRights.class.getResourceAsStream(path)) {
            return new RoleRights(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RoleRights(InputStream file) {
        super(file);
    }

    /** Cost: a look at the MBean's description. */
    @Override
    public boolean isObjectNameHidden(ObjectName name) {
        if (super.isObjectNameHidden(name)) {
            return true;
        }
        try {
            MBeanInfo bean = ManagementFactory.getPlatformMBeanServer().getMBeanInfo(name);
            return Stream.of(bean.getAttributes())
                            .map(MBeanFeatureInfo::getName)
                            .noneMatch(attribute -> isAttributeReadAllowed(name, attribute))
                    && Stream.of(bean.getOperations()).noneMatch(operation -> allows(name, operation));
        } catch (InstanceNotFoundException gone) {
            return true;
        } catch (JMException e) {
            throw new IllegalStateException(name + " doesn't say what it has", e);
        }
    }

    /** Whether an operation may be called by its name with its parameters' types, as Hawtio calls it. */
    boolean allows(ObjectName name, MBeanOperationInfo operation) {
        String types = Arrays.stream(operation.getSignature())
                .map(MBeanParameterInfo::getType)
                .collect(Collectors.joining(",", "(", ")"));
        return isOperationAllowed(name, operation.getName() + types);
    }
}

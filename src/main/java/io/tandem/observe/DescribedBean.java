package io.tandem.observe;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.StandardMBean;

/** An MBean whose descriptions stand as {@link Described} on its interface. */
final class DescribedBean<T> extends StandardMBean {

    private final Class<T> shape;

    DescribedBean(T bean, Class<T> shape) {
        super(bean, shape, true);
        this.shape = shape;
    }

    @Override
    protected String getDescription(MBeanInfo info) {
        return shape.getAnnotation(Described.class).value();
    }

    @Override
    protected String getDescription(MBeanAttributeInfo info) {
        String name = info.getName();
        return described("get" + name)
                .or(() -> described("is" + name))
                .map(Described::value)
                .orElse(name);
    }

    @Override
    protected String getDescription(MBeanOperationInfo info) {
        return described(info.getName()).map(Described::value).orElse(info.getName());
    }

    @Override
    protected String getDescription(MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
        return argument(operation, sequence).map(Described::value).orElse(parameter.getName());
    }

    @Override
    protected String getParameterName(MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
        return argument(operation, sequence).map(Described::name).orElse(parameter.getName());
    }

    @Override
    protected int getImpact(MBeanOperationInfo info) {
        return info.getReturnType().equals(String.class.getName())
                        && info.getName().matches("listLinks|waiting|parked|conflicts|history|routeFile|trends")
                ? MBeanOperationInfo.INFO
                : MBeanOperationInfo.ACTION;
    }

    private Optional<Described> argument(MBeanOperationInfo operation, int sequence) {
        return method(operation.getName())
                .map(method -> method.getParameterAnnotations()[sequence])
                .flatMap(all -> find(all));
    }

    private static Optional<Described> find(Annotation[] all) {
        return Arrays.stream(all)
                .filter(Described.class::isInstance)
                .map(Described.class::cast)
                .findFirst();
    }

    private Optional<Described> described(String method) {
        return method(method).map(found -> found.getAnnotation(Described.class));
    }

    private Optional<Method> method(String name) {
        return Arrays.stream(shape.getMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst();
    }
}

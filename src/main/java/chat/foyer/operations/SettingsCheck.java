package chat.foyer.operations;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import chat.foyer.limit.LimitsProperties;
import org.apache.commons.logging.Log;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.unit.DataSize;

/**
 * Checks all settings before the server starts, and fails with a sentence about each
 * invalid one. Rejects unknown {@code foyer.*} settings on the command line and in files;
 * warns of them once in the environment and in system properties, which other programs
 * may set.
 */
class SettingsCheck implements EnvironmentPostProcessor, Ordered {

	static final int ORDER = ConfigDataEnvironmentPostProcessor.ORDER + 1;

	private static final int MAX_PORT = 65_535;

	/**
	 * UTF-8 takes up to four bytes for a code point.
	 */
	private static final int MAX_BYTES_PER_CODE_POINT = 4;

	/**
	 * A form encodes each of these bytes as {@code %xx}.
	 */
	private static final int MAX_FORM_BYTES_PER_CODE_POINT = 3 * MAX_BYTES_PER_CODE_POINT;

	/**
	 * The fields of the form beside the text.
	 */
	private static final int OTHER_FORM_BYTES = 1024;

	private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

	private final Log logger;

	SettingsCheck(DeferredLogFactory logs) {
		this.logger = logs.getLog(SettingsCheck.class);
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		Settings settings = new Settings();
		Binder binder = Binder.get(environment);
		List<String> violations = new ArrayList<>(unknown(settings, environment));
		settings.all().forEach((setting) -> violations.addAll(setting.violations(binder)));
		addPort("server.port", 0, binder, violations);
		addPort("management.server.port", -1, binder, violations);
		if (violations.isEmpty()) {
			addContradictions(binder, violations);
		}
		addProfilesWithoutSettings(environment, violations);
		if (!violations.isEmpty()) {
			throw new InvalidSettingsException(violations);
		}
		warnOfUnknown(settings, environment);
	}

	/**
	 * After the files of settings were read.
	 */
	@Override
	public int getOrder() {
		return ORDER;
	}

	private static List<String> unknown(Settings settings, ConfigurableEnvironment environment) {
		Set<ConfigurationPropertyName> names = new LinkedHashSet<>();
		ConfigurationPropertySources.get(environment).forEach((source) -> {
			if (source instanceof IterableConfigurationPropertySource iterable
					&& !(source.getUnderlyingSource() instanceof PropertySource<?> from && isShared(from))) {
				iterable.stream().filter(Settings.PREFIX::isAncestorOf).forEach(names::add);
			}
		});
		return names.stream()
			.filter((name) -> !settings.isKnown(name))
			.map((name) -> "There is no setting " + name + didYouMean(settings.nearest(name.toString())))
			.toList();
	}

	private static boolean isShared(PropertySource<?> source) {
		return source.getName().equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)
				|| source.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
	}

	private static String didYouMean(Optional<String> nearest) {
		return nearest.map((name) -> ", did you mean " + name + "?").orElse(".");
	}

	private void warnOfUnknown(Settings settings, ConfigurableEnvironment environment) {
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (isShared(source) && source instanceof EnumerablePropertySource<?> names) {
				Stream.of(names.getPropertyNames())
					.filter((name) -> name.toLowerCase(Locale.ROOT).matches("foyer[._].+"))
					.filter((name) -> !settings.isRead(name, source) && WARNED.add(name))
					.forEach((name) -> this.logger.warn("Ignoring " + name + ": there is no such setting"
							+ didYouMean(nearest(settings, name, source))));
			}
		}
	}

	/**
	 * The most similar setting, as it is written in the source.
	 */
	private static Optional<String> nearest(Settings settings, String name, PropertySource<?> source) {
		Optional<String> nearest = settings.nearest(name.toLowerCase(Locale.ROOT).replace('_', '.'));
		return (source instanceof SystemEnvironmentPropertySource) ? nearest.map(Settings::variable) : nearest;
	}

	private static void addPort(String name, int min, Binder binder, List<String> violations) {
		binder.bind(name, String.class).ifBound((value) -> {
			if (!isPort(value.strip(), min)) {
				violations.add("%s is \"%s\", but must be a port from %d to %d (%s).".formatted(name, value, min,
						MAX_PORT, (min < 0) ? "-1 turns it off" : "0 takes any free one"));
			}
		});
	}

	private static boolean isPort(String value, int min) {
		try {
			int port = Integer.parseInt(value);
			return port >= min && port <= MAX_PORT;
		}
		catch (NumberFormatException ex) {
			return false;
		}
	}

	private static void addContradictions(Binder binder, List<String> violations) {
		LimitsProperties limits = binder.bindOrCreate("foyer.limits", LimitsProperties.class);
		long longest = (long) limits.messageCodePoints() * MAX_BYTES_PER_CODE_POINT;
		if (longest > limits.frame().toBytes()) {
			violations.add(("foyer.limits.message-code-points is %d, but foyer.limits.frame has only %d bytes: "
					+ "such a message takes up to %d.")
				.formatted(limits.messageCodePoints(), limits.frame().toBytes(), longest));
		}
		binder.bind("server.tomcat.max-http-form-post-size", DataSize.class)
			.ifBound((size) -> addForm(limits.messageCodePoints(), size.toBytes(), violations));
		if (limits.idle().compareTo(limits.heartBeat()) <= 0) {
			violations.add(("foyer.limits.idle is %s, but must be longer than foyer.limits.heart-beat (%s), "
					+ "or every connection is closed between two heart-beats.")
				.formatted(DurationText.asSetting(limits.idle()), DurationText.asSetting(limits.heartBeat())));
		}
		binder.bind("server.tomcat.max-connections", Integer.class)
			.ifBound((max) -> addConnections(limits.connectionsPerNode(), max, violations));
		addEqualPorts(binder, violations);
		addDatabaseWithoutUrl(binder, violations);
	}

	private static void addDatabaseWithoutUrl(Binder binder, List<String> violations) {
		if (isEmpty("foyer.database.url", binder)) {
			Stream.of("foyer.database.username", "foyer.database.password", "foyer.database.import")
				.filter((name) -> !isEmpty(name, binder))
				.forEach((name) -> violations.add(name + " is given, but foyer.database.url is not: "
						+ "without it everything is kept in foyer.data-dir."));
		}
	}

	private static boolean isEmpty(String name, Binder binder) {
		return binder.bind(name, String.class).orElse("").isEmpty();
	}

	private static void addForm(int codePoints, long size, List<String> violations) {
		long longest = (long) codePoints * MAX_FORM_BYTES_PER_CODE_POINT + OTHER_FORM_BYTES;
		if (size >= 0 && longest > size) {
			violations
				.add(("foyer.limits.message-code-points is %d, but server.tomcat.max-http-form-post-size has only "
						+ "%d bytes: the form with such a message takes up to %d.")
					.formatted(codePoints, size, longest));
		}
	}

	private static void addConnections(int perNode, int max, List<String> violations) {
		if (max >= 0 && perNode >= max) {
			violations.add(("foyer.limits.connections-per-node is %d, but must be less than "
					+ "server.tomcat.max-connections (%d), or pages cannot be loaded when it is reached.")
				.formatted(perNode, max));
		}
	}

	private static void addEqualPorts(Binder binder, List<String> violations) {
		int port = binder.bind("server.port", Integer.class).orElse(ManagementPort.USUAL_PORT);
		int managementPort = binder.bind("management.server.port", Integer.class).orElse(0);
		if (port == managementPort && port != 0) {
			violations.add(("management.server.port is %d, but must differ from server.port: "
					+ "health and figures have a port of their own (-1 turns it off).")
				.formatted(port));
		}
	}

	/**
	 * A profile that no file and no part of a file belongs to is most likely mistyped.
	 */
	private static void addProfilesWithoutSettings(ConfigurableEnvironment environment, List<String> violations) {
		for (String profile : environment.getActiveProfiles()) {
			boolean isUsed = environment.getPropertySources().stream().anyMatch((source) -> isOf(profile, source))
					|| environment.containsProperty("spring.profiles.group." + profile)
					|| environment.containsProperty("spring.profiles.group." + profile + "[0]");
			if (!isUsed) {
				violations.add(("spring.profiles.active is \"%s\", but there is no application-%s.properties "
						+ "in the working folder or its folder config.")
					.formatted(profile, profile));
			}
		}
	}

	private static boolean isOf(String profile, PropertySource<?> source) {
		return source.getName().contains("application-" + profile + ".")
				|| String.valueOf(source.getProperty("spring.config.activate.on-profile")).contains(profile);
	}

}

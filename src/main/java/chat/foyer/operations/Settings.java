package chat.foyer.operations;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.util.StreamUtils;

/**
 * All {@code foyer.*} settings, from Spring Boot's configuration metadata, which the
 * compiler generates from the properties records.
 */
final class Settings {

	static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("foyer");

	private static final String METADATA = "/META-INF/spring-configuration-metadata.json";

	/**
	 * Other settings that are suggested for a mistyped name.
	 */
	private static final List<String> OTHERS = List.of("server.port", "server.address", "management.server.port");

	/**
	 * The maximum {@link #distance} of a suggestion.
	 */
	private static final double FARTHEST = 0.4;

	/**
	 * The index of an element of a list, as in {@code FOYER_ALLOWEDORIGINS_0}.
	 */
	private static final Pattern INDEX = Pattern.compile("(\\d+)[]_]?$");

	private final Map<ConfigurationPropertyName, Setting> settings = new TreeMap<>();

	Settings() {
		Object entries = JsonParserFactory.getJsonParser().parseMap(metadata()).get("properties");
		Assert.state(entries instanceof List<?> list && !list.isEmpty(), "The compiler wrote no metadata of settings");
		for (Object entry : (List<?>) entries) {
			Setting setting = setting((Map<?, ?>) entry);
			this.settings.put(ConfigurationPropertyName.of(setting.name()), setting);
		}
	}

	List<Setting> all() {
		return List.copyOf(this.settings.values());
	}

	/**
	 * Whether a name, such as {@code foyer.allowed-origins[0]}, belongs to a setting.
	 */
	boolean isKnown(ConfigurationPropertyName name) {
		return this.settings.containsKey(name) || (name.isLastElementIndexed()
				&& Optional.ofNullable(this.settings.get(name.getParent())).filter(Setting::isList).isPresent());
	}

	/**
	 * Whether Spring reads a system property or an environment variable, such as
	 * {@code FOYER_DATA_DIR}, as a setting.
	 * @param name the name of the property or variable
	 * @param source the property source it comes from, which decides how it is read
	 */
	boolean isRead(String name, PropertySource<?> source) {
		Map<String, Object> alone = Map.of(name, "");
		ConfigurationPropertySource read = ConfigurationPropertySource
			.from((source instanceof SystemEnvironmentPropertySource)
					? new SystemEnvironmentPropertySource(source.getName(), alone)
					: new MapPropertySource(source.getName(), alone));
		Matcher index = INDEX.matcher(name);
		boolean isIndexed = index.find();
		return this.settings.entrySet()
			.stream()
			.anyMatch((setting) -> isIn(read, setting.getKey()) || (isIndexed && setting.getValue().isList()
					&& isIn(read, setting.getKey().append("[" + index.group(1) + "]"))));
	}

	private static boolean isIn(@Nullable ConfigurationPropertySource source, ConfigurationPropertyName name) {
		return source != null && source.getConfigurationProperty(name) != null;
	}

	/**
	 * The known setting whose name is most similar to an unknown one, if any is similar
	 * enough.
	 */
	Optional<String> nearest(String name) {
		return Stream.concat(this.settings.values().stream().map(Setting::name), OTHERS.stream())
			.filter((candidate) -> distance(name, candidate) <= FARTHEST)
			.min(Comparator.comparing((candidate) -> distance(name, candidate)));
	}

	/**
	 * The environment variable of a setting, as Spring Boot documents it: dots become
	 * underscores, and dashes are left out.
	 */
	static String variable(String name) {
		return name.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
	}

	/**
	 * The distance of two names, from 0 for the same letters to 1. Names with the same
	 * last part are close.
	 */
	private static double distance(String name, String candidate) {
		double whole = difference(letters(name), letters(candidate));
		double end = difference(letters(lastPart(name)), letters(lastPart(candidate)));
		return Math.min(whole, end + 0.1);
	}

	private static String lastPart(String name) {
		return name.substring(name.lastIndexOf('.') + 1);
	}

	private static String letters(String name) {
		return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
	}

	/**
	 * The Levenshtein distance for each letter of the longer text.
	 */
	private static double difference(String a, String b) {
		int[] row = new int[b.length() + 1];
		for (int j = 0; j <= b.length(); j++) {
			row[j] = j;
		}
		for (int i = 1; i <= a.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j <= b.length(); j++) {
				int replaced = diagonal + ((a.charAt(i - 1) != b.charAt(j - 1)) ? 1 : 0);
				diagonal = row[j];
				row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
			}
		}
		return (double) row[b.length()] / Math.max(1, Math.max(a.length(), b.length()));
	}

	private static Setting setting(Map<?, ?> entry) {
		String name = String.valueOf(entry.get("name"));
		Object standard = entry.get("defaultValue");
		return new Setting(name, (standard != null) ? standard.toString() : null,
				field(String.valueOf(entry.get("sourceType")), name));
	}

	private static Field field(String record, String name) {
		String letters = letters(lastPart(name));
		return Arrays.stream(ClassUtils.resolveClassName(record, null).getDeclaredFields())
			.filter((field) -> letters.equals(letters(name(field))))
			.findFirst()
			.orElseThrow();
	}

	/**
	 * The name of a component, or the one that it is given because Java reserves it.
	 */
	private static String name(Field field) {
		Name name = field.getAnnotation(Name.class);
		return (name != null) ? name.value() : field.getName();
	}

	private static String metadata() {
		try (InputStream in = Settings.class.getResourceAsStream(METADATA)) {
			return StreamUtils.copyToString(in, StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

package chat.foyer.web;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the message bundles: every language says everything, and nothing is said
 * elsewhere.
 */
class BundlesTests {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d[^}]*}");

	private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|(?m)^\\s*//.*$", Pattern.DOTALL);

	/**
	 * A capital letter and several words, but not the text of an exception.
	 */
	private static final Pattern SENTENCE = Pattern
		.compile("(?<!Error\\()[\"'`]\\p{Lu}\\p{Ll}+ \\p{Ll}+[^\"'`]*[\"'`]");

	private static final Pattern WORD = Pattern.compile("(?<=[\"'`{|.])(\\w[\\w.-]*)(?=[\"'`}(|$?])");

	private static final Pattern CONSTANT = Pattern.compile("\\b([A-Z][A-Z_]+)\\b");

	private static final Pattern BEGINNING = Pattern.compile("[\"'`]\\{?([a-z][\\w.]*\\.)(?:\\$\\{|%s|[\"'] ?\\+)");

	private static final Pattern NUMBER = Pattern.compile("\\d\\w*");

	private static final Pattern HANDED_OVER = Pattern.compile("<template id=\"words\">.*?</template>", Pattern.DOTALL);

	/**
	 * The same in every language.
	 */
	private static final String NAMES_OF_LANGUAGES = "language";

	@Test
	void everyLanguageHasItsOwnName() {
		assertThat(load(NAMES_OF_LANGUAGES + ".properties").keySet()).containsExactlyInAnyOrderElementsOf(
				PageLocaleResolver.ALL.stream().map((language) -> "language." + language.toLanguageTag()).toList());
	}

	@ParameterizedTest
	@MethodSource("translations")
	void translationHasAllKeysWithTheSamePlaceholders(String bundle, String language) {
		Map<String, String> original = load(bundle + ".properties");
		Map<String, String> translation = load(bundle + "_" + language + ".properties");
		assertThat(placeholders(translation)).isEqualTo(placeholders(original));
		assertThat(translation).allSatisfy((key, words) -> assertThat(words).isNotBlank());
	}

	@ParameterizedTest
	@MethodSource("translations")
	void translationHasNoQuotesThatAreSyntax(String bundle, String language) {
		assertThat(load(bundle + "_" + language + ".properties").values()).noneMatch((words) -> words.contains("'"));
	}

	@Test
	void originalHasNoQuotesThatAreSyntax() {
		assertThat(bundles()).allSatisfy((bundle) -> assertThat(load(bundle + ".properties").values())
			.noneMatch((words) -> words.contains("'")));
	}

	@Test
	void onlyArabicIsWrittenFromRightToLeft() {
		assertThat(load("common_ar.properties")).containsEntry("page.dir", "rtl");
		assertThat(PageLocaleResolver.ALL.stream()
			.map((language) -> load("common_" + language + ".properties"))
			.filter((words) -> "rtl".equals(words.get("page.dir")))).hasSize(1);
	}

	@Test
	void scriptsSayNothingOfTheirOwn() throws IOException {
		Resource[] scripts = resources("static/**/*.js");
		assertThat(scripts).isNotEmpty();
		for (Resource script : scripts) {
			String code = COMMENT.matcher(script.getContentAsString(StandardCharsets.UTF_8)).replaceAll("");
			assertThat(SENTENCE.matcher(code).results().map(MatchResult::group)).as(script.getFilename()).isEmpty();
		}
	}

	/**
	 * Code composes keys such as {@code "message." + word}: then each further part of the
	 * key is a word of the code, or a number.
	 */
	@Test
	void everyTextIsUsed() throws IOException {
		String code = code();
		Set<String> words = found(WORD, code);
		found(CONSTANT, code).forEach(
				(constant) -> words.addAll(List.of(constant, constant.toLowerCase(Locale.ROOT).replace('_', '-'))));
		Set<String> beginnings = found(BEGINNING, code);
		Predicate<String> isComposed = (key) -> beginnings.stream()
			.anyMatch((beginning) -> key.startsWith(beginning)
					&& Stream.of(key.substring(beginning.length()).split("\\."))
						.allMatch((part) -> words.contains(part) || NUMBER.matcher(part).matches()));
		assertThat(bundles().stream().flatMap((bundle) -> load(bundle + ".properties").keySet().stream()))
			.contains("room.invite.open", "message.no-answer")
			.allMatch((key) -> words.contains(key) || isComposed.test(key));
	}

	/**
	 * What uses texts, without the list of those that the page hands to its scripts.
	 */
	private static String code() throws IOException {
		StringBuilder code = new StringBuilder();
		try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
			for (Path file : files.filter((file) -> file.toString().matches(".*\\.(java|js|html)")).toList()) {
				code.append(Files.readString(file)).append('\n');
			}
		}
		return HANDED_OVER.matcher(code).replaceAll("");
	}

	private static Set<String> found(Pattern pattern, String code) {
		return pattern.matcher(code)
			.results()
			.map((found) -> found.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	static Stream<Arguments> translations() {
		return bundles().stream()
			.filter((bundle) -> !bundle.equals(NAMES_OF_LANGUAGES))
			.flatMap((bundle) -> PageLocaleResolver.ALL.stream()
				.skip(1)
				.map((language) -> Arguments.of(bundle, language.toLanguageTag())));
	}

	private static List<String> bundles() {
		return Arrays.stream(resources("messages/*.properties"))
			.map((resource) -> String.valueOf(resource.getFilename()).replaceAll("(_\\w+)?\\.properties", ""))
			.distinct()
			.sorted()
			.toList();
	}

	private static Map<String, Set<String>> placeholders(Map<String, String> bundle) {
		Map<String, Set<String>> placeholders = new TreeMap<>();
		bundle.forEach((key, words) -> placeholders.put(key,
				PLACEHOLDER.matcher(words)
					.results()
					.map((found) -> found.group().substring(0, 2))
					.collect(Collectors.toCollection(TreeSet::new))));
		return placeholders;
	}

	private static Map<String, String> load(String file) {
		Resource[] found = resources("messages/" + file);
		Properties words = new Properties();
		try {
			for (Resource bundle : found) {
				words.load(new StringReader(bundle.getContentAsString(StandardCharsets.UTF_8)));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Map<String, String> sorted = new TreeMap<>();
		words.forEach((key, value) -> sorted.put((String) key, (String) value));
		return sorted;
	}

	private static Resource[] resources(String pattern) {
		try {
			return new PathMatchingResourcePatternResolver().getResources("classpath*:/" + pattern);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

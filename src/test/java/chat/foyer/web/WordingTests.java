package chat.foyer.web;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests of how the message bundles are worded: terms, form of address and punctuation.
 */
class WordingTests {

	/**
	 * A French sign with the wrong space or none at its side: a narrow no-break space
	 * stands before {@code ; ! ?}, a no-break space before {@code :} and inside
	 * guillemets.
	 */
	private static final Pattern FRENCH_SPACING = Pattern
		.compile("[^\u202F][;!?]|[^\u00A0]:|\u00AB[^\u00A0]|[^\u00A0]\u00BB");

	private static final Pattern EXCLAMATION = Pattern.compile("[!\u00A1\uFF01]");

	/**
	 * Images and internal terms that readers had to guess the meaning of.
	 */
	private static final Pattern RIDDLE = ignoringCase("\\b(whoever|whatever|somebody|somebody\u2019s|nobody|door|house"
			+ "|lamp|seat|event|outbox|session|token)\\b");

	private static final Pattern UNCONTRACTED = ignoringCase("\\b(you are|you have been|it is|cannot|did not)\\b");

	@ParameterizedTest
	@MethodSource("languages")
	void termsAreThoseOfTheGlossary(String language) {
		Map<String, String> texts = texts(language);
		List<String[]> glossary = glossary();
		int column = Arrays.asList(glossary.get(0)).indexOf(language);
		assertThat(glossary.stream().skip(1))
			.allSatisfy((row) -> assertThat(texts.get(row[0])).as(row[0]).containsIgnoringCase(row[column]));
	}

	@ParameterizedTest
	@MethodSource("otherTerms")
	void termsOutsideTheGlossaryAreNotUsed(String language, Pattern term) {
		assertThat(texts(language)).allSatisfy((key, text) -> assertThat(text).as(key).doesNotContainPattern(term));
	}

	/**
	 * Terms that the glossary has another word for.
	 */
	static Stream<Arguments> otherTerms() {
		return Stream.of(arguments("de", ignoringCase("\\b(zimmer|chatraum)\\b")),
				arguments("pt", ignoringCase("escrevendo|off-line")), arguments("ja", ignoringCase("部屋|入室|退室")),
				arguments("hi", ignoringCase("कमर[ाेो]")));
	}

	@ParameterizedTest
	@MethodSource("otherFormsOfAddress")
	void textsAddressReadersInOneWay(String language, Pattern other) {
		assertThat(texts(language)).allSatisfy((key, text) -> assertThat(text).as(key).doesNotContainPattern(other));
	}

	/**
	 * Forms of address other than the one chosen for the language. In Arabic these are
	 * imperatives that only address men.
	 */
	static Stream<Arguments> otherFormsOfAddress() {
		return Stream.of(arguments("de", Pattern.compile("\\b(Sie|Ihr|Ihre|Ihrem|Ihren|Ihrer|Ihnen)\\b")),
				arguments("es", ignoringCase("\\b(usted|ustedes|vosotr[ao]s|vuestr[ao]s?)\\b")),
				arguments("fr", ignoringCase("\\b(tu|toi|te|ton|ta|tes)\\b")),
				arguments("pt", ignoringCase("\\b(tu|ti|teus?|tuas?|senhora?)\\b")), arguments("zh", ignoringCase("您")),
				arguments("ja", ignoringCase("してくれ|しろ|だよ|だね")),
				arguments("hi", ignoringCase("तुम|तेर[ाीे]|तुझ|चुनिए|आइए|लिखिए|कीजिए|रुकिए|कहिए|बताइए|भेजिए")),
				arguments("ar", ignoringCase(
						"(?<!\\p{L})(اختر|اكتب|ادخل|ارجع|انتظر|افتح|امسح|ابدأ|حاول|قل|أرسل|أغلق)(?!\\p{L})")));
	}

	@ParameterizedTest
	@MethodSource("languages")
	void textsDoNotShout(String language) {
		assertThat(texts(language))
			.allSatisfy((key, text) -> assertThat(text).as(key).doesNotContainPattern(EXCLAMATION));
	}

	@Test
	void englishIsPlainAndContracted() {
		assertThat(texts("en")).allSatisfy((key,
				text) -> assertThat(text).as(key).doesNotContainPattern(RIDDLE).doesNotContainPattern(UNCONTRACTED));
	}

	@Test
	void frenchPunctuationHasNoBreakSpaces() {
		assertThat(texts("fr"))
			.allSatisfy((key, text) -> assertThat(text).as(key).doesNotContainPattern(FRENCH_SPACING));
	}

	@ParameterizedTest
	@MethodSource("languages")
	void noticesOfJoiningAndLeavingHaveOneWording(String language) {
		Map<String, String> texts = texts(language);
		assertThat(texts.get("reading.join.one")).isEqualTo(texts.get("event.join"));
		assertThat(texts.get("reading.leave.one")).isEqualTo(texts.get("event.leave"));
	}

	@ParameterizedTest
	@MethodSource("languages")
	void countsOfCharactersAreGrammatical(String language) {
		Locale locale = Locale.forLanguageTag(language);
		Stream.of("writing.left", "writing.over").map(texts(language)::get).forEach((text) -> {
			MessageFormat format = new MessageFormat(text, locale);
			assertThat(List.of(1, 2, 3, 11, 100)).map((count) -> format.format(new Object[] { count }))
				.doesNotHaveDuplicates()
				.noneMatch((counted) -> counted.matches("(?U).*\\b1 (characters|caracteres|caractères)\\b.*"));
		});
	}

	static Stream<String> languages() {
		return PageLocaleResolver.ALL.stream().map(Locale::toLanguageTag);
	}

	private static List<String[]> glossary() {
		try {
			return new ClassPathResource("glossary.tsv", WordingTests.class).getContentAsString(StandardCharsets.UTF_8)
				.lines()
				.map((row) -> row.split("\t", -1))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Map<String, String> texts(String language) {
		String ending = language.equals("en") ? "" : "_" + language;
		Map<String, String> texts = new TreeMap<>();
		try {
			for (Resource bundle : new PathMatchingResourcePatternResolver().getResources("classpath*:/messages/*")) {
				String file = String.valueOf(bundle.getFilename());
				if (file.matches("[a-z]+" + ending + "\\.properties")) {
					Properties read = new Properties();
					read.load(new StringReader(bundle.getContentAsString(StandardCharsets.UTF_8)));
					read.stringPropertyNames().forEach((key) -> texts.put(key, read.getProperty(key)));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		assertThat(texts).as("texts in " + language).isNotEmpty();
		return texts;
	}

	private static Pattern ignoringCase(String words) {
		// The class also makes \b know letters with accents, which it did by itself
		// before Java 19.
		return Pattern.compile(words, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);
	}

}

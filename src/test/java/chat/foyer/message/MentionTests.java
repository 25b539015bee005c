package chat.foyer.message;

import java.util.List;

import chat.foyer.room.Username;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Mention}. The page's own test uses the same table.
 */
class MentionTests {

	@ParameterizedTest
	@MethodSource("chat.foyer.message.Mentions#rows")
	void callsMentionedUsernames(Mentions.Row row) {
		String html = row.html();
		assertThat(row.here()).filteredOn((name) -> new Mention(name, row.here()).isIn(html))
			.as(html)
			.isEqualTo(row.calls());
	}

	@ParameterizedTest
	@MethodSource("chat.foyer.message.Mentions#rows")
	void quickCheckMissesNoMention(Mentions.Row row) {
		assertThat(row.calls()).allMatch((name) -> new Mention(name, row.here()).mayBeIn(row.text()));
		assertThat(new Mention("Somebody Else", row.here()).mayBeIn(row.text())).isFalse();
	}

	@ParameterizedTest
	@MethodSource("chat.foyer.message.Mentions#rows")
	void casesHaveStoredUsernames(Mentions.Row row) {
		assertThat(row.here()).allSatisfy((name) -> assertThat(new Username(name).value()).isEqualTo(name));
	}

	@Test
	void findsLongerNamesWithTheSameBeginning() {
		List<String> here = List.of("Ann", "ANN 2", "Anne", "Bob", "Joann", "An");
		assertThat(Mention.longerNames("ann", here)).containsExactly("ANN 2", "Anne");
	}

	@ParameterizedTest
	@ValueSource(strings = { "@", "\uFF20", "\uFE6B", "a@b" })
	void quickCheckFindsEverySign(String text) {
		assertThat(Mention.isPossibleIn(text)).isTrue();
		assertThat(Mention.isPossibleIn("no sign")).isFalse();
	}

}

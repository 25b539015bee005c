package chat.foyer.clients;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import chat.foyer.support.IntegrationTest;
import chat.foyer.support.Visitor;
import chat.foyer.support.Visitors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The bots in {@code src/docs/clients.md} run as they stand there: they answer, also what
 * was asked while their line was cut, and come back under their name.
 */
@Tag("proof")
@IntegrationTest
class BotsIntegrationTests {

	private static final Path DOCUMENT = Path.of("src", "docs", "clients.md");

	private final String room = Visitors.newRoom();

	@Autowired
	@AutoClose
	private Visitors visitors;

	@LocalServerPort
	private int port;

	@TempDir
	private Path home;

	@Test
	void botInPythonAnswersResumesAndComesBack() throws Exception {
		run(Runtimes.python("websocket"), extract("python", "bot.py"));
	}

	@Test
	void botInJavaScriptAnswersResumesAndComesBack() throws Exception {
		run(Runtimes.node(), extract("javascript", "bot.mjs"));
	}

	private void run(String program, Path script) throws IOException {
		Visitor zoe = this.visitors.enter("Zoe", this.room);
		try (Relay relay = new Relay(this.port)) {
			List<String> command = List.of(program, script.toString(), relay.address(), this.room, "Clock");
			try (ClientProcess bot = new ClientProcess(this.home, command)) {
				askUntilAnswered(bot, zoe);
				relay.cut();
				long missed = ask(zoe);
				relay.mend();
				bot.awaitThat(() -> isAnswered(zoe, missed));
			}
			try (ClientProcess bot = new ClientProcess(this.home, command)) {
				askUntilAnswered(bot, zoe);
			}
		}
	}

	/**
	 * Asks several times: a bot that starts answers nothing that was asked before.
	 */
	private void askUntilAnswered(ClientProcess bot, Visitor zoe) {
		List<Long> questions = new ArrayList<>();
		bot.awaitThat(() -> {
			questions.add(ask(zoe));
			return questions.stream().anyMatch((question) -> isAnswered(zoe, question));
		});
	}

	/**
	 * @return the number of the question
	 */
	private long ask(Visitor zoe) {
		HttpResponse<String> answer = zoe.sayByScript(this.room, UUID.randomUUID().toString(), "!time");
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
		return JsonMapper.shared().readTree(answer.body()).get("seq").asLong();
	}

	/**
	 * Whether the bot has answered a question, under its name.
	 */
	private boolean isAnswered(Visitor zoe, long question) {
		return zoe.events(this.room, question)
			.events()
			.stream()
			.anyMatch((event) -> ("answer-" + question).equals(event.id()) && event.author().equals("Clock")
					&& event.text().startsWith("It is "));
	}

	/**
	 * Writes the bot in a language to where its libraries are.
	 */
	private static Path extract(String language, String name) throws IOException {
		Matcher block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(DOCUMENT));
		assertThat(block.find()).isTrue();
		return Files.writeString(Runtimes.FOLDER.resolve(name), block.group(1)).toAbsolutePath();
	}

}

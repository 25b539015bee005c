package chat.foyer.entry;

import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import chat.foyer.support.IntegrationTest;
import chat.foyer.support.Visitors;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.SpringBootMockMvcBuilderCustomizer;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.DefaultMockMvcBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

/**
 * Counts the statements and transactions of the requests with which a guest comes in. The
 * requests run on the thread of the test, so that other work of the server does not
 * count.
 */
@IntegrationTest
@TestInstance(Lifecycle.PER_CLASS)
class EntryCostIntegrationTests {

	private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

	private static final String STATEMENT = "Executing prepared SQL statement";

	private static final String TRANSACTION = "Creating new transaction";

	private final List<Logger> loggers = Stream
		.of("chat.foyer.store.WriteJdbcTemplate", "chat.foyer.store.WriteTransactionManager")
		.map((name) -> (Logger) LoggerFactory.getLogger(name))
		.toList();

	private final ListAppender<ILoggingEvent> log = new ListAppender<>() {

		@Override
		protected void append(ILoggingEvent event) {
			// Other threads of the server write, too.
			if (Thread.currentThread() == EntryCostIntegrationTests.this.thread) {
				super.append(event);
			}
		}

	};

	private Thread thread;

	private String room;

	private MockMvc mvc;

	@BeforeAll
	void build(@Autowired WebApplicationContext context) {
		DefaultMockMvcBuilder builder = MockMvcBuilders.webAppContextSetup(context);
		new SpringBootMockMvcBuilderCustomizer(context).customize(builder);
		this.mvc = builder.build();
	}

	@BeforeEach
	void listen() {
		this.thread = Thread.currentThread();
		this.room = Visitors.newRoom();
		this.log.list.clear();
		this.log.start();
		this.loggers.forEach((logger) -> {
			logger.setLevel(Level.DEBUG);
			logger.setAdditive(false);
			logger.addAppender(this.log);
		});
	}

	@AfterEach
	void stopListening() {
		this.loggers.forEach((logger) -> {
			logger.detachAppender(this.log);
			logger.setAdditive(true);
			logger.setLevel(null);
		});
	}

	@Test
	void entryFormNeedsNoStatement() throws Exception {
		send(get("/"));
		assertThat(logged(STATEMENT)).isEmpty();
	}

	@Test
	void guestEntersInTwoTransactions() throws Exception {
		assertThat(enter().getRedirectedUrl()).startsWith("/rooms/");
		assertThat(logged(TRANSACTION)).as("the seat and the session").hasSize(2);
		assertThat(logged(STATEMENT)).hasSizeLessThanOrEqualTo(12);
	}

	@Test
	void roomPageIsReadInFewStatementsWithoutTransaction() throws Exception {
		MockHttpServletResponse entered = enter();
		URI page = URI.create(entered.getRedirectedUrl());
		Cookie[] cookies = entered.getCookies();
		send(get(page).cookie(cookies));
		this.log.list.clear();
		assertThat(send(get(page).cookie(cookies)).getContentAsString()).contains("id=\"box\"");
		assertThat(logged(STATEMENT)).hasSizeLessThanOrEqualTo(15);
		assertThat(logged(TRANSACTION)).isEmpty();
	}

	private MockHttpServletResponse enter() throws Exception {
		MockHttpServletResponse form = send(get("/"));
		Matcher token = TOKEN.matcher(form.getContentAsString());
		assertThat(token.find()).isTrue();
		return send(post("/").cookie(form.getCookies())
			.param("_csrf", token.group(1))
			.param("username", "Ann")
			.param("room", this.room));
	}

	private MockHttpServletResponse send(MockHttpServletRequestBuilder request) throws Exception {
		return this.mvc.perform(request).andReturn().getResponse();
	}

	private List<String> logged(String beginning) {
		return this.log.list.stream()
			.map(ILoggingEvent::getFormattedMessage)
			.filter((message) -> message.startsWith(beginning))
			.toList();
	}

}

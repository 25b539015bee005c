package chat.foyer.entry;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import chat.foyer.room.RoomKey;
import chat.foyer.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;

/**
 * Sets the language of the pages. A language that is unknown, or no language tag at all,
 * changes nothing.
 */
@Controller
class LanguageController {

	/**
	 * A path on this host, with or without a query.
	 */
	private static final Pattern OWN_ADDRESS = Pattern.compile("/(?![/\\\\])[!-\\[\\]-~]*");

	private final AcceptHeaderLocaleResolver languages;

	LanguageController(AcceptHeaderLocaleResolver languages) {
		this.languages = languages;
	}

	/**
	 * Redirects to an address of this server, or else to the entry form with what was
	 * typed in it.
	 */
	@PostMapping("/language")
	ModelAndView choose(@RequestParam String language, @RequestParam Optional<String> address, EntryForm typed,
			@RequestParam(required = false) @Nullable String at, HttpServletRequest request,
			HttpServletResponse response) {
		this.languages.setLocale(request, response, Locale.forLanguageTag(language));
		return new ModelAndView(address.filter((path) -> OWN_ADDRESS.matcher(path).matches())
			.map(SeeOther::path)
			.orElseGet(() -> SeeOther.form(typed, LineLink.parse(at))));
	}

	/**
	 * Redirects to the entry form where the address is opened by itself.
	 */
	@GetMapping("/language")
	ModelAndView form() {
		return new ModelAndView(SeeOther.entry());
	}

	/**
	 * Redirects to the room or to the line that a guest without a seat there wants to
	 * see, and keeps the username typed.
	 */
	@PostMapping("/rooms/{room}/language")
	ModelAndView choose(@RequestParam String language, @PathVariable RoomKey room,
			@RequestParam(defaultValue = "") String username, @RequestParam(required = false) @Nullable String at,
			HttpServletRequest request, HttpServletResponse response) {
		this.languages.setLocale(request, response, Locale.forLanguageTag(language));
		Optional<LineLink> line = LineLink.parse(at).filter((link) -> link.room().equals(room));
		return new ModelAndView(username.isEmpty() ? line.map(SeeOther::line).orElseGet(() -> SeeOther.room(room))
				: SeeOther.invitation(room, line, username));
	}

	/**
	 * Sets the language of the titles of problems, which programs get. Refuses a language
	 * that is unknown.
	 */
	@PostMapping(path = { "/language", "/rooms/{room}/language" },
			produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE })
	ResponseEntity<Object> choose(@RequestParam String language, HttpServletRequest request,
			HttpServletResponse response) {
		Locale chosen = Locale.forLanguageTag(language);
		if (this.languages.getSupportedLocales()
			.stream()
			.noneMatch((known) -> known.getLanguage().equals(chosen.getLanguage()))) {
			return Problem.of(HttpStatus.BAD_REQUEST, "bad-request", "Unknown language").answer();
		}
		this.languages.setLocale(request, response, chosen);
		return ResponseEntity.noContent().build();
	}

}

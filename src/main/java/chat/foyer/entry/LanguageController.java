package chat.foyer.entry;

import java.util.Locale;

import chat.foyer.room.RoomKey;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Sets the language of the pages. A language that is unknown, or no language tag at all,
 * changes nothing.
 */
@Controller
class LanguageController {

	private final LocaleResolver languages;

	LanguageController(LocaleResolver languages) {
		this.languages = languages;
	}

	/**
	 * Redirects to the entry form, and keeps what was typed in it.
	 */
	@PostMapping("/language")
	ModelAndView choose(@RequestParam String language, EntryForm typed, HttpServletRequest request,
			HttpServletResponse response) {
		this.languages.setLocale(request, response, Locale.forLanguageTag(language));
		return new ModelAndView(SeeOther.form(typed));
	}

	/**
	 * Redirects to the entry form where the address is opened by itself.
	 */
	@GetMapping("/language")
	ModelAndView form() {
		return new ModelAndView(SeeOther.entry());
	}

	@PostMapping("/rooms/{room}/language")
	ModelAndView choose(@RequestParam String language, @PathVariable RoomKey room, HttpServletRequest request,
			HttpServletResponse response) {
		this.languages.setLocale(request, response, Locale.forLanguageTag(language));
		return new ModelAndView(SeeOther.room(room));
	}

}

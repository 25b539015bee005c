package chat.foyer.entry;

import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * Shows an entry form that was refused for its token once more, with what was typed in it
 * and a token that is valid. A browser that sent no cookie at all is told that it blocks
 * them: the form itself came with one.
 */
@Controller
class RefusedFormController {

	static final String PATH = "/refused-form";

	private final EntryPages pages;

	RefusedFormController(EntryPages pages) {
		this.pages = pages;
	}

	@InitBinder
	void takeTheFieldsOfTheFormOnly(WebDataBinder binder) {
		binder.setAllowedFields("username", "room");
	}

	@PostMapping(PATH)
	ModelAndView form(EntryForm form, BindingResult errors, HttpServletRequest request, HttpServletResponse response,
			Locale locale) {
		errors.reject((request.getCookies() == null) ? "entry.no-cookies" : "entry.stale");
		ModelAndView page = this.pages.page(form, request, response, locale);
		page.setStatus(HttpStatus.FORBIDDEN);
		return page;
	}

}

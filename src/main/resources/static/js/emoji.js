const PATIENCE = 10_000;

/** Names by which Slack and GitHub know emoji. They come before the names in the list of all emoji. */
const SHORT_NAMES = `
😀 grinning
😃 smiley
😄 smile
😁 grin
😆 laughing satisfied
😅 sweat_smile
🤣 rofl
😂 joy
🙂 slightly_smiling_face slight_smile simple_smile
🙃 upside_down_face upside_down
😉 wink
😊 blush
☺️ relaxed
😇 innocent
🥰 smiling_face_with_three_hearts
😍 heart_eyes
🤩 star_struck
😘 kissing_heart
😗 kissing
😚 kissing_closed_eyes
😙 kissing_smiling_eyes
😋 yum
😛 stuck_out_tongue
😜 stuck_out_tongue_winking_eye
😝 stuck_out_tongue_closed_eyes
🤪 zany_face
🤑 money_mouth_face
🤗 hugs hugging_face
🤭 hand_over_mouth
🤫 shushing_face
🤔 thinking thinking_face
🤐 zipper_mouth_face
🤨 raised_eyebrow
😐 neutral_face
😑 expressionless
😶 no_mouth
😏 smirk
😒 unamused
🙄 roll_eyes face_with_rolling_eyes
😬 grimacing
🤥 lying_face
😌 relieved
😔 pensive
😪 sleepy
🤤 drooling_face
😴 sleeping
😷 mask
🤒 face_with_thermometer
🤕 face_with_head_bandage
🤢 nauseated_face
🤮 vomiting_face
🤧 sneezing_face
🥵 hot_face
🥶 cold_face
🥴 woozy_face
😵 dizzy_face
🤯 exploding_head mind_blown
🤠 cowboy_hat_face
🥳 partying_face
😎 sunglasses
🤓 nerd_face nerd
🧐 monocle_face
😕 confused
😟 worried
🙁 slightly_frowning_face
☹️ frowning_face
😮 open_mouth
😯 hushed
😲 astonished
😳 flushed
🥺 pleading_face
😦 frowning
😧 anguished
😨 fearful
😰 cold_sweat
😥 disappointed_relieved
😢 cry
😭 sob
😱 scream
😖 confounded
😣 persevere
😞 disappointed
😓 sweat
😩 weary
😫 tired_face
🥱 yawning_face
😤 triumph
😡 rage pout
😠 angry
🤬 cursing_face
😈 smiling_imp
👿 imp
💀 skull
💩 poop hankey shit
🤡 clown_face
👹 japanese_ogre ogre
👺 japanese_goblin goblin
👻 ghost
👽 alien
👾 space_invader
🤖 robot robot_face
😺 smiley_cat
😸 smile_cat
😹 joy_cat
😻 heart_eyes_cat
😼 smirk_cat
😽 kissing_cat
🙀 scream_cat
😿 crying_cat_face
😾 pouting_cat
🙈 see_no_evil
🙉 hear_no_evil
🙊 speak_no_evil
💌 love_letter
💘 cupid
💝 gift_heart
💖 sparkling_heart
💗 heartpulse
💓 heartbeat
💞 revolving_hearts
💕 two_hearts
💔 broken_heart
❤️ heart
🧡 orange_heart
💛 yellow_heart
💚 green_heart
💙 blue_heart
💜 purple_heart
🤎 brown_heart
🖤 black_heart
🤍 white_heart
💯 100
💢 anger
💥 boom collision
💫 dizzy
💦 sweat_drops
💨 dash
💣 bomb
💬 speech_balloon
💭 thought_balloon
💤 zzz
👋 wave
🤚 raised_back_of_hand
🖐️ raised_hand_with_fingers_splayed
✋ hand raised_hand
🖖 vulcan_salute
👌 ok_hand
🤏 pinching_hand
✌️ v
🤞 crossed_fingers
🤟 love_you_gesture
🤘 metal
🤙 call_me_hand
👈 point_left
👉 point_right
👆 point_up_2
🖕 middle_finger fu
👇 point_down
☝️ point_up
👍 +1 thumbsup thumbs_up
👎 -1 thumbsdown thumbs_down
✊ fist fist_raised
👊 facepunch punch fist_oncoming
🤛 fist_left
🤜 fist_right
👏 clap
🙌 raised_hands
👐 open_hands
🤲 palms_up_together
🤝 handshake
🙏 pray
✍️ writing_hand
💅 nail_care
🤳 selfie
💪 muscle
👂 ear
👃 nose
🧠 brain
👀 eyes
👁️ eye
👅 tongue
👄 lips
👶 baby
👦 boy
👧 girl
👨 man
👩 woman
👴 older_man
👵 older_woman
🙅 no_good
🙆 ok_woman ok_person
💁 tipping_hand_person information_desk_person
🙋 raising_hand
🙇 bow
🤦 facepalm face_palm
🤷 shrug
🤷‍♂️ man_shrugging
🤷‍♀️ woman_shrugging
🤦‍♂️ man_facepalming
🤦‍♀️ woman_facepalming
🧑‍💻 technologist
👨‍💻 male_technologist
👩‍💻 female_technologist
💃 dancer
👯 dancers
🚶 walking
🏃 runner running
👫 couple
💏 couplekiss
👪 family
👗 dress
👕 shirt tshirt
👖 jeans
👔 necktie
👙 bikini
💄 lipstick
💋 kiss
👣 footprints
🎩 tophat
👑 crown
🐶 dog
🐱 cat
🐭 mouse
🐹 hamster
🐰 rabbit
🦊 fox_face
🐻 bear
🐼 panda_face
🐨 koala
🐯 tiger
🦁 lion
🐮 cow
🐷 pig
🐸 frog
🐵 monkey_face
🐒 monkey
🐔 chicken
🐧 penguin
🐦 bird
🐤 baby_chick
🐺 wolf
🐴 horse
🦄 unicorn
🐝 bee honeybee
🐛 bug
🦋 butterfly
🐌 snail
🐍 snake
🐢 turtle
🐙 octopus
🐟 fish
🐬 dolphin
🐳 whale
🌹 rose
🌻 sunflower
🌲 evergreen_tree
🌵 cactus
🍀 four_leaf_clover
🍁 maple_leaf
🎉 tada party_popper
🎊 confetti_ball
🎈 balloon
🎁 gift
🎂 birthday
🍰 cake
🎄 christmas_tree
🎅 santa
🎃 jack_o_lantern
🔥 fire
⭐ star
🌟 star2
✨ sparkles
⚡ zap
🌈 rainbow
☀️ sunny
☁️ cloud
❄️ snowflake
⛄ snowman
☔ umbrella
🌊 ocean
🌙 crescent_moon
🌍 earth_africa
🌎 earth_americas
🌏 earth_asia
🚀 rocket
✈️ airplane
🚗 car red_car
🚕 taxi
🚌 bus
🚋 train
🚆 train2
🚲 bike
🚢 ship
🏠 house
🏢 office
🏥 hospital
🏫 school
☎️ phone telephone
📱 iphone
💻 computer
📧 email e_mail
✉️ envelope
📝 memo pencil
✏️ pencil2
📖 book
📚 books
🔖 bookmark
🔒 lock
🔓 unlock
🔑 key
🔨 hammer
🔧 wrench
🛠️ hammer_and_wrench
⚙️ gear
🔍 mag
🔗 link
💡 bulb
💰 moneybag
💸 money_with_wings
💵 dollar
💶 euro
💎 gem
🔔 bell
🔕 no_bell
📣 mega
📢 loudspeaker
🚨 rotating_light
⏰ alarm_clock
⌚ watch
⌛ hourglass
⏳ hourglass_flowing_sand
📅 date
📆 calendar
📌 pushpin
📎 paperclip
📋 clipboard
📈 chart_with_upwards_trend
📉 chart_with_downwards_trend
📊 bar_chart
📷 camera
📦 package
🗑️ wastebasket
🏷️ label
✂️ scissors
✅ white_check_mark
✔️ heavy_check_mark
☑️ ballot_box_with_check
❌ x
❎ negative_squared_cross_mark
✖️ heavy_multiplication_x
➕ heavy_plus_sign
➖ heavy_minus_sign
❗ exclamation heavy_exclamation_mark
❓ question
⁉️ interrobang
⚠️ warning
⛔ no_entry
🚫 no_entry_sign
🛑 stop_sign octagonal_sign
🚧 construction
♻️ recycle
⬆️ arrow_up
⬇️ arrow_down
⬅️ arrow_left
➡️ arrow_right
🔄 arrows_counterclockwise
🔝 top
🔜 soon
🔙 back
🆗 ok
🆒 cool
🆕 new
🆓 free
🆙 up
🆘 sos
ℹ️ information_source
☕ coffee
🍵 tea
🍺 beer
🍻 beers
🍷 wine_glass
🥂 clinking_glasses
🍾 champagne
🍸 cocktail
🍕 pizza
🍔 hamburger
🍟 fries
🌭 hotdog
🌮 taco
🌯 burrito
🍣 sushi
🍜 ramen
🍝 spaghetti
🍿 popcorn
🍪 cookie
🍫 chocolate_bar
🍩 doughnut donut
🍦 icecream
🍎 apple
🍌 banana
🍇 grapes
🍉 watermelon
🍓 strawberry
🍋 lemon
🥕 carrot
🌽 corn
🍆 eggplant
🥑 avocado
🥖 baguette_bread
🍞 bread
🧀 cheese
🥚 egg
🍴 fork_and_knife
🔪 knife hocho
⚽ soccer
🏀 basketball
🏈 football
⚾ baseball
🎾 tennis
🏆 trophy
🏅 medal medal_sports
🥇 1st_place_medal
🥈 2nd_place_medal
🥉 3rd_place_medal
🎯 dart
🎲 game_die
🎮 video_game
🎵 musical_note
🎶 notes
🎧 headphones
🎤 microphone
🎸 guitar
🎨 art
🎬 clapper
📺 tv
🎓 mortar_board
🔴 red_circle
🔵 large_blue_circle blue_circle
🟢 green_circle large_green_circle
🟡 yellow_circle large_yellow_circle
⚫ black_circle
⚪ white_circle
🏁 checkered_flag
🚩 triangular_flag_on_post
🏳️‍🌈 rainbow_flag
🇩🇪 de
🇪🇸 es
🇫🇷 fr
🇬🇧 gb uk
🇮🇹 it
🇯🇵 jp
🇨🇳 cn
🇰🇷 kr
🇺🇸 us
🇧🇷 brazil
🇮🇳 india
🫡 saluting_face
🫠 melting_face
🥲 smiling_face_with_tear
🥹 face_holding_back_tears
🫶 heart_hands
🤌 pinched_fingers
🫂 people_hugging
`;

/** The groups of the list of all emoji, by their first ones. New emoji stand at its end, group by group again. */
const GROUP_STARTS = new Map(
  Array.from(
    `😀smileys 👋people 🐵nature 🍇food 🌍travel 🎃activities 👓objects 🏧symbols 🏁flags
     🥲smileys 🤌people 🐈‍⬛nature 🫐food 🪨travel 🪄activities 🩴objects ⚧️symbols 🏳️‍⚧️flags
     😶‍🌫️smileys 🧔‍♂️people 🫠smileys 🫱people 🪸nature 🫘food 🛝travel 🪬activities 🪫objects 🟰symbols`.matchAll(
      /([^\sa-z]+)([a-z]+)/g,
    ),
    ([, emoji, group]) => [emoji, group],
  ),
);

/**
 * Loads the names of all emoji.
 * @param {string} address a JSON object with a list of names for each emoji, the usual one first
 * @param {string} [translated] the same in the reader's language, if that is not English
 * @returns {Promise<EmojiIndex>}
 */
export async function load(address, translated) {
  return new EmojiIndex(...(await Promise.all([fetchNames(address), translated && fetchNames(translated)])));
}

async function fetchNames(address) {
  const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) });
  return response.json();
}

/**
 * @typedef {{emoji: string, names: string[], keywords: string[], label: string, words: string[], group: string,
 * isCommon: boolean}} Entry `names` may stand between colons, the best known one first; `label` is the name in the
 * reader's language, and `words` are that and other words there; the common ones are known from Slack and GitHub
 */

/** Finds emoji by their names. */
export class EmojiIndex {
  /** @type {Entry[]} */
  #entries = [];
  #groups = new Map();
  #byName = new Map();

  /**
   * @param {Object<string, string[]>} all a list of names for each emoji, the usual one first
   * @param {Object<string, string[]>} [translated] the same in the reader's language
   */
  constructor(all, translated = {}) {
    const lines = SHORT_NAMES.trim().split("\n").map((line) => line.split(" "));
    const short = new Map(lines.map(([emoji, ...names]) => [emoji, names]));
    const usual = new Map();
    let group;
    for (const [emoji, list] of Object.entries(all)) {
      const [name, ...keywords] = list.map(normalize);
      const names = [...new Set([...(short.get(emoji) ?? []), name])];
      const [label = names[0].replaceAll("_", " "), ...others] = translated[emoji] ?? [];
      const words = translated[emoji] ? [label, ...others].map(fold) : [];
      group = GROUP_STARTS.get(emoji) ?? group;
      this.#entries.push({ emoji, names, keywords, label, words, group, isCommon: short.has(emoji) });
      usual.set(name, emoji);
      short.get(emoji)?.forEach((one) => this.#byName.set(one, emoji));
    }
    usual.forEach((emoji, name) => this.#byName.has(name) || this.#byName.set(name, emoji));
    new Set(GROUP_STARTS.values()).forEach((one) => this.#groups.set(one, this.#entries.filter((entry) => entry.group === one)));
    this.#entries.sort((one, other) => other.isCommon - one.isCommon);
  }

  /** @returns {Map<string, Entry[]>} all emoji, by the names of their groups */
  get groups() {
    return this.#groups;
  }

  /**
   * @param {string[]} wanted
   * @returns {Entry[]} those of them that are known, in the same order
   */
  entriesOf(wanted) {
    return wanted.map((emoji) => this.#entries.find((entry) => entry.emoji === emoji)).filter(Boolean);
  }

  /** @returns {string | undefined} the emoji that has exactly this name */
  get(name) {
    return this.#byName.get(normalize(name));
  }

  /**
   * @param {string} query the beginning of a name or of a keyword
   * @returns {(Entry & {name: string})[]} the best ones first: exact names, beginnings of names, keywords, words in names
   */
  find(query) {
    const asked = query.trim().replace(/^:|:$/g, "");
    const wanted = normalize(asked);
    const folded = fold(asked);
    return this.#entries
      .map((entry) => ({ ...entry, ...best(this.#rank(entry, wanted), rankInWords(entry, folded)) }))
      .filter(({ rank }) => rank < Infinity)
      .sort((one, other) => one.rank - other.rank);
  }

  #rank({ emoji, names, keywords, isCommon }, wanted) {
    const [first] = names;
    const matching = names.find((name) => name.startsWith(wanted));
    if (this.#byName.get(wanted) === emoji) {
      return { name: wanted, rank: 0 };
    } else if (matching !== undefined) {
      // Of the common ones, that of which least is missing.
      return { name: matching, rank: isCommon ? 1 - wanted.length / matching.length : 1 };
    } else if (keywords.includes(wanted)) {
      return { name: first, rank: 2 };
    }
    const isClose = names.some((name) => name.includes(`_${wanted}`)) || keywords.some((word) => word.startsWith(wanted));
    return { name: first, rank: isClose ? 3 : Infinity };
  }
}

/** A word that is the name in the reader's language, or all of a keyword, comes before one that only begins so. */
function rankInWords({ names: [name], words }, wanted) {
  const [label = "", ...keywords] = words;
  if (label === wanted) {
    return { name, rank: 0 };
  } else if (keywords.includes(wanted)) {
    return { name, rank: 0.5 };
  } else if (label.startsWith(wanted)) {
    return { name, rank: 1 - wanted.length / label.length };
  }
  const isClose = words.some((word) => word.startsWith(wanted) || word.includes(` ${wanted}`));
  // Chinese and Japanese have no blanks between words.
  const isInside = IS_WITHOUT_BLANKS.test(wanted) && words.some((word) => word.includes(wanted));
  return { name, rank: isClose ? 2 : isInside ? 3 : Infinity };
}

const IS_WITHOUT_BLANKS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

function best(one, other) {
  return other.rank < one.rank ? other : one;
}

function normalize(name) {
  return name.toLowerCase().replaceAll("\u2019", "").replace(/[\s-](?=\p{L})/gu, "_");
}

/** Accents and vowel signs may be left out where readers often do. */
function fold(word) {
  return word
    .toLowerCase()
    .normalize("NFKD")
    .replace(/([\p{Script=Latin}\p{Script=Arabic}])\p{M}+/gu, "$1");
}

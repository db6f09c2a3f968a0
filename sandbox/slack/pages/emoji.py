"""The emoji that people and apps name most, by the names that Slack gives them."""

import re

_TABLE = """
+1 👍 -1 👎 100 💯 alarm_clock ⏰ arrow_down ⬇️ arrow_left ⬅️ arrow_right ➡️ arrow_up ⬆️
arrows_counterclockwise 🔄 ballot_box_with_check ☑️ balloon 🎈 bank 🏦 bar_chart 📊 bell 🔔
black_square_for_stop ⏹️ blue_heart 💙 blush 😊 book 📖 books 📚 briefcase 💼 broken_heart 💔
bug 🐛 bulb 💡 calendar 📆 card_file_box 🗃️ chart_with_downwards_trend 📉
chart_with_upwards_trend 📈 clap 👏 clipboard 📋 clock1 🕐 clock3 🕒 coffee ☕ coin 🪙
confetti_ball 🎊 construction 🚧 credit_card 💳 cry 😢 date 📅 dollar 💵 door 🚪 e-mail 📧
email 📧 envelope ✉️ envelope_with_arrow 📩 euro 💶 exclamation ❗ eyes 👀 fire 🔥 gear ⚙️
gift 🎁 globe_with_meridians 🌐 green_heart 💚 grey_question ❔ grin 😁 grinning 😀 hand ✋
handshake 🤝 heart ❤️ heavy_check_mark ✔️ heavy_minus_sign ➖ heavy_multiplication_x ✖️
heavy_plus_sign ➕ hospital 🏥 hourglass ⌛ hourglass_flowing_sand ⏳ house 🏠
information_source ℹ️ joy 😂 key 🔑 large_blue_circle 🔵 large_green_circle 🟢
large_orange_circle 🟠 large_red_circle 🔴 large_yellow_circle 🟡 link 🔗 lock 🔒
loudspeaker 📢 mag 🔍 mailbox 📫 mega 📣 memo 📝 money_with_wings 💸 moneybag 💰 muscle 💪
no_entry ⛔ no_entry_sign 🚫 office 🏢 ok 🆗 ok_hand 👌 package 📦 page_facing_up 📄
paperclip 📎 party_popper 🎉 pause_button ⏸️ pencil ✏️ pencil2 ✏️ phone ☎️ point_down 👇
point_left 👈 point_right 👉 point_up ☝️ pound 💷 pray 🙏 purple_heart 💜 pushpin 📌
question ❓ raised_hand ✋ raised_hands 🙌 receipt 🧾 red_circle 🔴 repeat 🔁
robot_face 🤖 rocket 🚀
rotating_light 🚨 scales ⚖️ seedling 🌱 shield 🛡️ slightly_smiling_face 🙂 smile 😄 smiley 😃
sos 🆘 sparkles ✨ speech_balloon 💬 star ⭐ stop_sign 🛑 stopwatch ⏱️ sunny ☀️ tada 🎉 test_tube 🧪
telephone_receiver 📞 thinking_face 🤔 thumbsdown 👎 thumbsup 👍 timer_clock ⏲️
triangular_flag_on_post 🚩 trophy 🏆 unlock 🔓 warning ⚠️ wastebasket 🗑️ wave 👋
white_check_mark ✅ white_circle ⚪ white_large_square ⬜ wink 😉 world_map 🗺️ wrench 🔧
writing_hand ✍️ x ❌
yellow_heart 💛 yen 💴 zap ⚡
"""
_PAIRS = _TABLE.split()
EMOJI = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))

_NAMED = re.compile(r":([a-z0-9_+-]+):")


def with_emoji(text: str) -> str:
    """The text with each known :name: as its sign; unknown names stay as they stand."""
    return _NAMED.sub(lambda found: EMOJI.get(found[1], found[0]), text)

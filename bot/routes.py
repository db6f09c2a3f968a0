"""Every command, click and modal that has a listener. Nothing else is answered."""

from bot import help_routes, reminder_routes
from bot.dispatcher import Routes
from commands.billing import (
    account_listeners,
    account_views,
    catalogue_listeners,
    catalogue_views,
    channel_listeners,
    channel_views,
    claim_views,
    day_listeners,
    day_views,
    fee_payer_listeners,
    fee_payer_views,
    hours_listeners,
    hours_views,
    letters,
    people_listeners,
    people_views,
    setting_form_views,
    settings_listeners,
    settings_views,
    stripe_listeners,
    stripe_views,
)
from commands.billing import buttons as billing_buttons
from commands.billing import listeners as billing
from commands.cards import listeners as cards
from commands.cards import many_listeners, many_views, method_listeners, method_views
from commands.cards import views as cards_views
from commands.charge import (
    buttons,
    card_listeners,
    card_views,
    find_views,
    outcome_views,
    receipt_listeners,
    receipt_views,
    review_listeners,
    review_views,
    settle_listeners,
    settle_views,
)
from commands.charge import forms as charge_forms
from commands.charge import listeners as charge
from commands.charge import views as charge_views
from commands.client import erasure_listeners, erasure_views, reach_listeners
from commands.client import listeners as client
from commands.client import views as client_views
from commands.elsewhere import buttons as elsewhere_buttons
from commands.elsewhere import listeners as elsewhere
from commands.elsewhere import views as elsewhere_views
from commands.fees import listeners as fees
from commands.fees import own_fees_views, real_fee_listeners, real_fee_views, what_if_views
from commands.fees import views as fees_views
from commands.home import board_views
from commands.home import listeners as home
from commands.home import views as home_views
from commands.invoice import draft_listeners, draft_views, line_views, list_views
from commands.invoice import listeners as invoice
from commands.invoice import views as invoice_views
from commands.paylink import buttons as paylink_buttons
from commands.paylink import card_views as link_cards
from commands.paylink import find_views as paylink_find
from commands.paylink import forms as paylink_forms
from commands.paylink import link_listeners, link_views
from commands.paylink import listeners as paylink
from commands.paylink import views as paylink_views
from commands.refund import buttons as refund_buttons
from commands.refund import card_listeners as refund_cards
from commands.refund import card_views as refund_card_views
from commands.refund import forms as refund_forms
from commands.refund import listeners as refund
from commands.refund import outcome_views as refund_outcomes
from commands.refund import views as refund_views
from commands.reminders import listeners as reminders
from commands.tax import listeners as tax
from commands.tax import views as tax_views
from commands.write_off import buttons as write_off_buttons
from commands.write_off import listeners as write_off
from commands.write_off import views as write_off_views
from desk import setting_sections
from desk.catalogue import ITEM, PRACTITIONER
from desk.client_forms import PAYER
from desk.invoice_forms import CLIENT

ROUTES = Routes(
    commands={
        "fees": fees.on_command,
        "billing": billing.on_command,
        "charge": charge.on_command,
        "client": client.on_command,
        "invoice": invoice.on_command,
        "paylink": paylink.on_command,
        "refund": refund.on_command,
        "reminders": reminders.on_command,
        "tax": tax.on_command,
    },
    actions={
        fees_views.REGION: fees.on_region,
        fees_views.OWN_FEES: fees.on_own_fees,
        what_if_views.WHAT_IF: fees.on_what_if,
        real_fee_views.USE: real_fee_listeners.on_use,
        real_fee_views.KEEP: real_fee_listeners.on_keep,
        home_views.LANGUAGE: home.on_language,
        **help_routes.ACTIONS,
        board_views.LIST: home.on_page,
        board_views.NEXT: home.on_page,
        board_views.PREVIOUS: home.on_page,
        board_views.CHARGE: home.on_charge,
        billing_buttons.ASK: billing.on_ask,
        billing_buttons.CLAIM: billing.on_claim,
        billing_buttons.ADMIN: billing.on_admin,
        billing_buttons.PEOPLE: people_listeners.on_people,
        people_views.PAGE: people_listeners.on_page,
        people_views.ROLE: people_listeners.on_role,
        people_views.ADD: people_listeners.on_add,
        people_views.ANSWER: people_listeners.on_answer,
        letters.DECIDE: people_listeners.on_decide,
        day_views.DAY: day_listeners.on_day,
        day_views.FILE: day_listeners.on_file,
        day_views.ACCOUNTS: account_listeners.on_accounts,
        settings_views.OPEN: settings_listeners.on_settings,
        settings_views.BACK: settings_listeners.on_back,
        settings_views.EDIT: settings_listeners.on_edit,
        settings_views.EDIT + setting_sections.FEE_PAYER: fee_payer_listeners.on_page,
        settings_views.EDIT + settings_views.CATALOGUE: catalogue_listeners.on_list,
        settings_views.EDIT + setting_sections.BILLING: channel_listeners.on_form,
        settings_views.EDIT + setting_sections.ASKING: channel_listeners.on_form,
        settings_views.EDIT + setting_sections.AGENTS: channel_listeners.on_form,
        settings_views.EDIT + setting_sections.HOURS: hours_listeners.on_form,
        settings_views.EDIT + settings_views.STRIPE: stripe_listeners.on_state,
        stripe_views.SETUP: stripe_listeners.on_setup,
        catalogue_views.TURN: catalogue_listeners.on_turn,
        catalogue_views.ADD_ITEM: catalogue_listeners.on_new_item,
        catalogue_views.ADD_PRACTITIONER: catalogue_listeners.on_new_practitioner,
        catalogue_views.ARCHIVE + ITEM: catalogue_listeners.on_archive_item,
        catalogue_views.ARCHIVE + PRACTITIONER: catalogue_listeners.on_archive_practitioner,
        fee_payer_views.DECIDE: fee_payer_listeners.on_decide,
        fee_payer_views.CONFIRM: fee_payer_listeners.on_confirm,
        buttons.START: charge.on_start,
        find_views.FIND: charge.on_found,
        find_views.CLIENT: charge.on_found,
        buttons.OF_CLIENT: charge.on_client,
        buttons.OF_INVOICE: charge.on_invoice,
        charge_forms.METHOD: charge.on_method,
        charge_forms.INVOICES: charge.on_invoices,
        charge_forms.AMOUNT: charge.on_amount,
        outcome_views.AGAIN: charge.on_again,
        outcome_views.CHECK: charge.on_check,
        outcome_views.SETTLE: settle_listeners.on_settle,
        review_views.OPEN: review_listeners.on_open,
        review_views.COUNT: review_listeners.on_count,
        refund_card_views.SEE_TO: review_listeners.on_open,
        paylink_buttons.START: paylink.on_start,
        paylink_buttons.OF_CLIENT: paylink.on_client,
        paylink_buttons.OF_INVOICE: paylink.on_invoice,
        paylink_buttons.SHOW: link_listeners.on_show,
        paylink_find.FIND: paylink.on_found,
        paylink_find.CLIENT: paylink.on_found,
        paylink_forms.KIND: paylink.on_kind,
        paylink_forms.INVOICES: paylink.on_invoices,
        paylink_forms.AMOUNT: paylink.on_amount,
        link_views.QR: link_listeners.on_qr,
        link_views.BY_HAND: link_listeners.on_by_hand,
        link_views.NEW: link_listeners.on_new,
        link_views.CLOSE: link_listeners.on_close,
        link_views.CHECK: link_listeners.on_check,
        link_cards.CLOSE_CARD: link_listeners.on_close_card,
        link_cards.CHECK_CARD: link_listeners.on_check_card,
        cards_views.ASK: cards.on_ask,
        cards_views.SHOW: cards.on_show,
        cards_views.MAIL: cards.on_mail,
        cards_views.QR: cards.on_qr,
        cards_views.WITHDRAW: cards.on_withdraw,
        cards_views.SPOKEN: cards.on_spoken,
        cards_views.OPEN: cards.on_open,
        method_views.METHODS: method_listeners.on_methods,
        method_views.REMOVE: method_listeners.on_remove,
        method_views.DEFAULT: method_listeners.on_default,
        method_views.PORTAL: method_listeners.on_portal,
        card_views.APPROVE: card_listeners.on_approve,
        card_views.REFUSE: card_listeners.on_refuse,
        card_views.AGAIN: card_listeners.on_again,
        card_views.CANCEL: card_listeners.on_cancel,
        card_views.LOOK: card_listeners.on_look,
        refund_buttons.START: refund.on_start,
        refund_buttons.OF_CHARGE: refund.on_charge,
        refund_buttons.OF_CLIENT: refund.on_client,
        refund_buttons.OF_INVOICE: refund.on_invoice,
        refund_views.PICK: refund.on_picked,
        refund_forms.AMOUNT: refund.on_amount,
        refund_forms.INVOICE: refund.on_which_invoice,
        refund_outcomes.CHECK: refund.on_check,
        refund_buttons.PDF: refund_cards.on_pdf,
        refund_card_views.APPROVE: refund_cards.on_approve,
        refund_card_views.REFUSE: refund_cards.on_refuse,
        refund_card_views.CANCEL: refund_cards.on_cancel,
        refund_card_views.LOOK: refund_cards.on_look,
        refund_card_views.CREDIT: refund_cards.on_no_longer_owed,
        refund_card_views.OWED: refund_cards.on_still_owed,
        **reminder_routes.ACTIONS,
        receipt_views.PDF: receipt_listeners.on_pdf,
        receipt_views.MAIL: receipt_listeners.on_mail,
        fee_payer_views.WITHDRAW: fee_payer_listeners.on_withdraw,
        client_views.FIND: client.on_found,
        client_views.SHOW: client.on_found,
        client_views.NEW: client.on_new,
        client_views.EDIT: client.on_edit,
        **reach_listeners.CLICKS,
        erasure_views.ERASE: erasure_listeners.on_erase,
        elsewhere_buttons.START: elsewhere.on_start,
        elsewhere_buttons.UNDO: elsewhere.on_undo,
        elsewhere_buttons.UNDO_HERE: elsewhere.on_undo_here,
        write_off_buttons.START: write_off.on_start,
        write_off_buttons.UNDO: write_off.on_undo,
        write_off_buttons.UNDO_HERE: write_off.on_undo_here,
        list_views.LIST: invoice.on_list,
        list_views.PAGE: invoice.on_page,
        list_views.SHOW: invoice.on_show,
        list_views.NEW: draft_listeners.on_new,
        invoice_views.EDIT: invoice.on_edit,
        invoice_views.VOID: invoice.on_void,
        invoice_views.PDF: invoice.on_pdf,
        draft_views.ADD_LINE: draft_listeners.on_add_line,
        draft_views.EDIT_LINE: draft_listeners.on_edit_line,
        line_views.ITEM: draft_listeners.on_item,
        line_views.BACK: draft_listeners.on_back,
        line_views.REMOVE: draft_listeners.on_remove_line,
        tax_views.NEW: tax.on_new,
        tax_views.EDIT: tax.on_edit,
        tax_views.PREVIEW: tax.on_preview,
        tax_views.ARCHIVE: tax.on_archive,
    },
    views={
        **help_routes.VIEWS,
        own_fees_views.OWN_FEES_FORM: fees.on_own_fees_submitted,
        what_if_views.FORM: fees.on_what_if_submitted,
        claim_views.CLAIM_FORM: billing.on_claim_submitted,
        people_views.ADD_FORM: people_listeners.on_add_submitted,
        account_views.FORM: account_listeners.on_submitted,
        setting_form_views.FORM: settings_listeners.on_submitted,
        channel_views.CHANNEL_FORM: channel_listeners.on_submitted,
        channel_views.ANYWAY: channel_listeners.on_anyway,
        hours_views.HOURS_FORM: hours_listeners.on_submitted,
        catalogue_views.ITEM_FORM: catalogue_listeners.on_item_submitted,
        catalogue_views.PRACTITIONER_FORM: catalogue_listeners.on_practitioner_submitted,
        fee_payer_views.CONFIRM_FORM: fee_payer_listeners.on_confirmed,
        find_views.NEW_FORM: charge.on_amount_of_new,
        charge_views.FORM: charge.on_submitted,
        settle_views.FORM: settle_listeners.on_settled,
        review_views.FORM: review_listeners.on_seen_to,
        paylink_find.NEW_FORM: paylink.on_amount_of_new,
        paylink_views.FORM: paylink.on_submitted,
        link_views.MAIL_FORM: link_listeners.on_mail,
        cards_views.FORM: cards.on_submitted,
        many_views.MANY_FORM: many_listeners.on_submitted,
        cards_views.SPOKEN_FORM: cards.on_spoken_submitted,
        refund_views.FORM: refund.on_submitted,
        **reminder_routes.VIEWS,
        client_views.FORM: client.on_submitted,
        client_views.ANYWAY: client.on_anyway,
        erasure_views.ERASE_FORM: erasure_listeners.on_erase_submitted,
        elsewhere_views.FORM: elsewhere.on_submitted,
        write_off_views.FORM: write_off.on_submitted,
        invoice_views.VOID_FORM: invoice.on_void_submitted,
        draft_views.FORM: draft_listeners.on_submitted,
        line_views.LINE_FORM: draft_listeners.on_line_submitted,
        tax_views.FORM: tax.on_submitted,
    },
    searches={
        find_views.FIND: charge.on_search,
        paylink_find.FIND: paylink.on_search,
        client_views.FIND: client.on_search,
        **reminder_routes.SEARCHES,
        PAYER: client.on_search,
        CLIENT: client.on_search,
    },
)

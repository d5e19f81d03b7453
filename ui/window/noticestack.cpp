#include "ui/window/noticestack.h"

#include "base/visible.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/focusreturn.h"

#include <QtGui/QAccessible>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QFrame>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int noticeWidth = 400;
constexpr int mostNotices = 4;
constexpr std::size_t buttonsInARow = 3;
constexpr std::chrono::seconds shownFor{8};
constexpr qsizetype mostLines = 5;

/// The text, followed by a line for each remaining item.
QString bodyText(const QString &text, const std::vector<Notice::Item> &items)
{
    QStringList lines;
    for (const Notice::Item &item : items) {
        if (!item.line.isEmpty())
            lines += item.line;
    }
    if (lines.size() > mostLines) {
        lines.resize(mostLines - 1);
        //: The end of a list of operations that was cut.
        lines += NoticeStack::tr("and others");
    }
    if (!text.isEmpty())
        lines.prepend(text);
    return lines.join(u'\n');
}

} // namespace

NoticeStack::NoticeStack(Theme &theme, Clock &clock, QWidget *window)
    : QWidget(window)
    , m_theme(theme)
    , m_clock(clock)
    , m_layout(new QVBoxLayout(this))
    , m_focus(new FocusReturn(*this))
{
    setObjectName(u"notices"_s);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(metrics::gap);
    hide();
}

QString NoticeStack::textOf(const Notice &notice)
{
    return bodyText(notice.text, notice.items);
}

void NoticeStack::show(const Notice &notice)
{
    auto *card = new QFrame(this);
    card->setObjectName(u"notice"_s);
    card->setAccessibleName(notice.title);
    setPanelKind(card, notice.kind == Notice::Kind::Error     ? PanelKind::Error
                       : notice.kind == Notice::Kind::Warning ? PanelKind::Warning
                                                              : PanelKind::Card);
    card->setFixedWidth(noticeWidth);

    const auto [icon, color] = [&]() -> std::pair<QString, Theme::Color> {
        switch (notice.kind) {
        case Notice::Kind::Done:
            return {u"circle-check"_s, Theme::Color::Good};
        case Notice::Kind::Warning:
            return {u"triangle-alert"_s, Theme::Color::Warning};
        case Notice::Kind::Error:
            break;
        }
        return {u"circle-x"_s, Theme::Color::Error};
    }();
    auto *mark = new QLabel(card);
    mark->setPixmap(m_theme.icon(icon, color).pixmap(QSize(20, 20), devicePixelRatioF()));
    auto *title = makeLabel(notice.title, TextSize::Body, card);
    QFont strong = title->font();
    strong.setWeight(QFont::DemiBold);
    title->setFont(strong);
    title->setWordWrap(true);
    auto *close = new QToolButton(card);
    close->setAutoRaise(true);
    close->setIcon(m_theme.icon(u"x"_s));
    close->setToolTip(tr("Close"));
    close->setAccessibleName(tr("Close"));
    connect(close, &QToolButton::clicked, card, [this, card] { remove(card); });

    auto *texts = new QVBoxLayout;
    texts->setSpacing(metrics::unit);
    texts->addWidget(title);
    QLabel *text = nullptr;
    if (const QString body = textOf(notice); !body.isEmpty()) {
        text = makeLabel(visibleLines(body), TextSize::Small, card);
        text->setWordWrap(true);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        texts->addWidget(text);
    }
    std::vector<QPushButton *> buttons;
    if (notice.link) {
        auto *link = new QPushButton(notice.linkText, card);
        connect(link, &QPushButton::clicked, card, [this, card, route = *notice.link] {
            remove(card);
            Q_EMIT navigate(route);
        });
        buttons.push_back(link);
    }
    if (notice.action) {
        auto *act = new QPushButton(notice.actionText, card);
        act->setObjectName(u"noticeAction"_s);
        act->setToolTip(notice.actionTip);
        connect(act, &QPushButton::clicked, card, [this, card, action = notice.action] {
            remove(card);
            action();
        });
        buttons.push_back(act);
    }
    for (const Notice::Button &one : notice.buttons) {
        auto *button = new QPushButton(one.text, card);
        button->setObjectName(one.key);
        connect(button, &QPushButton::clicked, card, [this, card, one] {
            if (one.closes)
                remove(card);
            one.act();
        });
        buttons.push_back(button);
    }
    if (!notice.details.isEmpty()) {
        auto *copy = new QPushButton(tr("Copy details"), card);
        connect(copy, &QPushButton::clicked, card,
                [details = notice.details] { QGuiApplication::clipboard()->setText(details); });
        buttons.push_back(copy);
    }
    for (std::size_t i = 0; i < buttons.size(); i += buttonsInARow) {
        auto *row = new QHBoxLayout;
        row->setSpacing(metrics::gap);
        for (std::size_t n = i; n < std::min(i + buttonsInARow, buttons.size()); ++n)
            row->addWidget(buttons[n]);
        row->addStretch();
        texts->addSpacing(metrics::unit);
        texts->addLayout(row);
    }

    auto *layout = new QHBoxLayout(card);
    layout->setContentsMargins(12, 10, 6, 12);
    layout->setSpacing(12);
    layout->addWidget(mark, 0, Qt::AlignTop);
    layout->addLayout(texts, 1);
    layout->addWidget(close, 0, Qt::AlignTop);
    m_layout->addWidget(card);
    if (!notice.items.empty())
        m_pending.push_back({card, text, notice.text, notice.items});
    while (count() > mostNotices) {
        QLayoutItem *oldest = m_layout->itemAt(0);
        remove(oldest->widget());
    }

    QWidget::show();
    raise();
    place(m_bottom);
    QAccessibleEvent event(card, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
    if (notice.kind == Notice::Kind::Done && !notice.stays)
        m_clock.after(shownFor, card, [this, card] { expire(card); });
}

int NoticeStack::count() const
{
    return m_layout->count();
}

void NoticeStack::expire(QWidget *card)
{
    const QWidget *focused = focusWidget();
    if (card->underMouse() || (focused && focused->hasFocus() && card->isAncestorOf(focused))) {
        m_clock.after(shownFor, card, [this, card] { expire(card); });
        return;
    }
    remove(card);
}

void NoticeStack::dismissItem(const QString &key)
{
    std::vector<QWidget *> over;
    for (Pending &pending : m_pending) {
        if (std::erase_if(pending.items,
                          [&key](const Notice::Item &item) { return item.key == key; }) == 0)
            continue;
        if (pending.items.empty())
            over.push_back(pending.card);
        else if (pending.label)
            pending.label->setText(visibleLines(bodyText(pending.text, pending.items)));
    }
    for (QWidget *card : over)
        remove(card);
    place(m_bottom);
}

void NoticeStack::remove(QWidget *card)
{
    std::erase_if(m_pending, [card](const Pending &pending) { return pending.card == card; });
    m_focus->giveBack(*card);
    m_layout->removeWidget(card);
    card->hide();
    card->deleteLater();
    if (count() == 0)
        hide();
    place(m_bottom);
}

void NoticeStack::place(int bottom)
{
    m_bottom = bottom;
    // Labels with word wrap know their height only for a given width.
    int height = 0;
    for (int i = 0; i < m_layout->count(); ++i) {
        QWidget *card = m_layout->itemAt(i)->widget();
        const int wanted = card->layout()->totalHeightForWidth(noticeWidth);
        card->setFixedHeight(wanted > 0 ? wanted : card->sizeHint().height());
        height += card->height() + (i > 0 ? m_layout->spacing() : 0);
    }
    const QSize window = parentWidget()->size();
    setGeometry(window.width() - noticeWidth - metrics::pad,
                window.height() - height - bottom - metrics::pad, noticeWidth, height);
}

} // namespace oriel::ui

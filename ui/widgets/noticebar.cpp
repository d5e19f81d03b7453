#include "ui/widgets/noticebar.h"

#include "base/visible.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/focusreturn.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

namespace oriel::ui {

NoticeBar::NoticeBar(Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_action(new QPushButton(this))
    , m_detailsButton(new QPushButton(tr("Details"), this))
    , m_close(new QToolButton(this))
    , m_details(new QLabel(this))
    , m_focus(new FocusReturn(*this))
{
    setObjectName(QStringLiteral("noticeBar"));
    m_text->setObjectName(QStringLiteral("noticeText"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_action->setObjectName(QStringLiteral("noticeAction"));
    m_detailsButton->setCheckable(true);
    m_close->setAutoRaise(true);
    m_close->setToolTip(tr("Close"));
    m_close->setAccessibleName(tr("Close"));
    m_details->setTextFormat(Qt::PlainText);
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setTextSize(m_details, TextSize::Mono);

    auto *line = new QHBoxLayout;
    line->setSpacing(metrics::gap);
    line->addWidget(m_icon, 0, Qt::AlignVCenter);
    line->addWidget(m_text, 1);
    line->addWidget(m_detailsButton);
    line->addWidget(m_action);
    line->addWidget(m_close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::gap + metrics::unit, metrics::unit + 2, metrics::gap,
                               metrics::unit + 2);
    layout->setSpacing(metrics::unit);
    layout->addLayout(line);
    layout->addWidget(m_details);

    connect(m_action, &QPushButton::clicked, this, &NoticeBar::actionClicked);
    connect(m_detailsButton, &QPushButton::toggled, m_details, &QWidget::setVisible);
    connect(m_close, &QToolButton::clicked, this, &NoticeBar::dismiss);
    connect(&theme, &Theme::changed, this, &NoticeBar::paintIcons);
    hide();
}

void NoticeBar::paintIcons()
{
    QIcon icon = m_theme.icon(QStringLiteral("info"), Theme::Color::Accent);
    if (m_kind == Kind::Warning)
        icon = m_theme.icon(QStringLiteral("triangle-alert"), Theme::Color::Warning);
    else if (m_kind == Kind::Error)
        icon = m_theme.icon(QStringLiteral("circle-alert"), Theme::Color::Error);
    m_icon->setPixmap(icon.pixmap(QSize(18, 18), devicePixelRatioF()));
    m_close->setIcon(m_theme.icon(QStringLiteral("x")));
}

void NoticeBar::tell(Kind kind, const QString &text, const QString &action, bool stays)
{
    m_kind = kind;
    setPanelKind(this, kind == Kind::Error     ? PanelKind::Error
                       : kind == Kind::Warning ? PanelKind::Warning
                                               : PanelKind::Accent);
    paintIcons();
    m_text->setText(visibleLines(text));
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    m_detailsButton->setChecked(false);
    m_detailsButton->hide();
    m_details->hide();
    m_close->setVisible(!stays);
    setAccessibleName(text);
    show();
}

void NoticeBar::tellError(const forms::ErrorText &error)
{
    QStringList sentences;
    for (const QString &sentence : {error.what, error.why, error.advice}) {
        if (!sentence.isEmpty())
            sentences.append(sentence);
    }
    tell(Kind::Error, sentences.join(u' '));
    m_details->setText(visibleLines(error.details));
    m_detailsButton->setVisible(!error.details.isEmpty());
}

void NoticeBar::dismiss()
{
    if (isHidden())
        return;
    m_focus->giveBack(*this);
    hide();
    Q_EMIT dismissed();
}

QString NoticeBar::text() const
{
    return m_text->text();
}

} // namespace oriel::ui

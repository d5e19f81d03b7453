#include "ui/dialogs/deleteplanlist.h"

#include "base/visible.h"
#include "models/words.h"
#include "ui/navigation/operationroute.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/linklabel.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

using Kind = openstack::Kind;

QString iconOf(Kind kind)
{
    switch (kind) {
    case Kind::Image:
        return u"disc"_s;
    case Kind::VolumeSnapshot:
        return u"layers"_s;
    default:
        return u"camera"_s;
    }
}

QString statusWord(const forms::PlannedPart &planned)
{
    return planned.part.subject.kind == Kind::Image
               ? models::imageStatus(planned.status).text
               : models::volumeSnapshotStatus(planned.status).text;
}

} // namespace

DeletePlanList::DeletePlanList(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(metrics::unit);
    hide();
}

void DeletePlanList::clear()
{
    m_plan.reset();
    while (QLayoutItem *item = m_layout->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater(); // its own link may have led here
        }
        delete item;
    }
    hide();
}

void DeletePlanList::setPlan(const forms::RemovalPlan &plan, bool imageOnly)
{
    if (m_whole && m_plan == plan && m_imageOnly == imageOnly)
        return; // what has the focus stays
    clear();
    m_plan = plan;
    m_imageOnly = imageOnly;
    m_whole = true;
    for (const forms::RemovalHint &hint : plan.hints)
        addHint(hint);
    addParts(plan, imageOnly);
    setVisible(m_layout->count() > 0);
}

void DeletePlanList::setHints(const forms::RemovalPlan &plan, const QString &blocked)
{
    if (!m_whole && m_plan == plan && m_blocked == blocked)
        return;
    clear();
    m_plan = plan;
    m_blocked = blocked;
    m_whole = false;
    if (!blocked.isEmpty()) {
        addHint({tr("Skipped. %1").arg(blocked),
                 operations::Subject{plan.subject.kind, plan.subject.id, plan.subject.name}, true});
        show();
        return;
    }
    for (const forms::RemovalHint &hint : plan.hints)
        addHint(hint);
    for (const forms::PlannedPart &planned : plan.parts) {
        for (const forms::RemovalHint &hint : planned.hints)
            addHint(hint);
    }
    setVisible(m_layout->count() > 0);
}

void DeletePlanList::addLine(const QString &icon, const QString &title, const QString &text,
                             bool fades)
{
    auto *line = new QWidget(this);
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, metrics::unit, 0, 0);
    row->setSpacing(metrics::gap);
    auto *mark = new QLabel(line);
    const auto draw = [this, mark, icon, fades] {
        mark->setPixmap(
            m_theme.icon(icon, fades ? Theme::Color::TextDisabled : Theme::Color::TextSecondary)
                .pixmap(QSize(18, 18), mark->devicePixelRatioF()));
    };
    connect(&m_theme, &Theme::changed, mark, draw);
    draw();
    auto *words = new ElidedLabel(title, line);
    if (fades)
        setSecondary(words);
    auto *detail = makeLabel(text, TextSize::Small, line);
    setSecondary(detail);
    row->addWidget(mark);
    row->addWidget(words, 1);
    row->addWidget(detail);
    m_layout->addWidget(line);
}

void DeletePlanList::addHint(const forms::RemovalHint &hint)
{
    auto *line = new QWidget(this);
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(metrics::wide, 0, 0, metrics::unit);
    row->setSpacing(metrics::gap);
    auto *mark = new QLabel(line);
    const auto draw = [this, mark, blocks = hint.blocks] {
        mark->setPixmap(m_theme
                            .icon(blocks ? u"circle-x"_s : u"triangle-alert"_s,
                                  blocks ? Theme::Color::Error : Theme::Color::Warning)
                            .pixmap(QSize(16, 16), mark->devicePixelRatioF()));
    };
    connect(&m_theme, &Theme::changed, mark, draw);
    draw();
    auto *words = new LinkLabel(line);
    words->setWordWrap(true);
    words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    QString text = hint.text.toHtmlEscaped();
    if (hint.link) {
        words->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::LinksAccessibleByMouse |
                                       Qt::LinksAccessibleByKeyboard);
        text += u" <a href=\"show\">"_s + tr("Show").toHtmlEscaped() + u"</a>"_s;
        connect(words, &QLabel::linkActivated, this,
                [this, link = *hint.link] { Q_EMIT navigate(subjectRoute(link)); });
    }
    words->setTextFormat(hint.link ? Qt::RichText : Qt::PlainText);
    words->setText(hint.link ? text : hint.text);
    row->addWidget(mark, 0, Qt::AlignTop);
    row->addWidget(words, 1);
    m_layout->addWidget(line);
}

void DeletePlanList::addParts(const forms::RemovalPlan &plan, bool imageOnly)
{
    for (const forms::PlannedPart &planned : plan.parts) {
        const bool image = planned.part.subject.kind == Kind::Image;
        const bool stays = planned.stays || (imageOnly && !image && plan.hasImage());
        const QString size =
            planned.bytes > 0 ? models::bytesText(planned.bytes) : tr("no data of its own");
        addLine(iconOf(planned.part.subject.kind), planned.title,
                stays ? tr("kept · %1").arg(size) : u"%1 · %2"_s.arg(statusWord(planned), size),
                stays);
        if (stays && !planned.stays)
            continue; // what is known against it does not matter now
        for (const forms::RemovalHint &hint : planned.hints)
            addHint(hint);
    }
}

} // namespace oriel::ui

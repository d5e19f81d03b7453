#include "ui/pages/instance/operationbar.h"

#include "operations/operationcenter.h"
#include "operations/removal/removal.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

namespace oriel::ui {

namespace {

/// Set on an operation once somebody has seen to what it left, or does not want to.
const char *const leftoversSettled = "leftoversSettled";

} // namespace

OperationBar::OperationBar(const UiContext &ui, QString serverId, QWidget *parent)
    : QFrame(parent)
    , m_ui(ui)
    , m_serverId(std::move(serverId))
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_buttons(new QHBoxLayout)
{
    setObjectName(QStringLiteral("operationBar"));
    setPanelKind(this, PanelKind::Warning);
    m_text->setObjectName(QStringLiteral("operationBarText"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(metrics::gap + metrics::unit, metrics::unit + 2, metrics::gap,
                             metrics::unit + 2);
    line->setSpacing(metrics::gap);
    line->addWidget(m_icon);
    line->addWidget(m_text, 1);
    line->addLayout(m_buttons);
    m_buttons->setSpacing(metrics::gap);
    connect(&ui.operations, &operations::OperationCenter::changed, this, &OperationBar::update);
    connect(&ui.operations, &operations::OperationCenter::finished, this, &OperationBar::update);
    connect(&ui.theme, &Theme::changed, this, &OperationBar::paint);
    paint();
    hide();
    update();
}

void OperationBar::paint()
{
    m_icon->setPixmap(m_ui.theme.icon(QStringLiteral("triangle-alert"), Theme::Color::Warning)
                          .pixmap(QSize(18, 18), devicePixelRatioF()));
}

void OperationBar::update()
{
    operations::Operation *asking = nullptr;
    operations::Operation *newest = nullptr;
    for (const auto &operation : m_ui.operations.operations()) {
        if (operation->subject().id != m_serverId)
            continue;
        if (!newest)
            newest = operation.get();
        if (operation->question() && !asking)
            asking = operation.get();
    }
    const bool leaves = newest && newest->outcome() != operations::Outcome::Running &&
                        !newest->leftovers().empty() &&
                        !newest->property(leftoversSettled).toBool();
    if (asking)
        showQuestion(asking);
    else if (leaves)
        showLeftovers(newest);
    else
        clear();
}

void OperationBar::clear()
{
    m_shown.clear();
    m_question.reset();
    hide();
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        if (QWidget *widget = item->widget())
            widget->deleteLater(); // it may be the one that was clicked
        delete item;
    }
}

void OperationBar::showQuestion(operations::Operation *operation)
{
    if (m_shown == operation && m_question == operation->question())
        return;
    clear();
    m_shown = operation;
    m_question = operation->question();
    m_text->setText(m_question->text);
    for (const operations::Choice &choice : m_question->choices) {
        auto *button = new QPushButton(choice.text, this);
        button->setObjectName(QStringLiteral("choice-") + choice.key);
        button->setAutoDefault(false);
        m_buttons->addWidget(button);
        connect(button, &QPushButton::clicked, operation,
                [operation, key = choice.key] { operation->decide(key); });
    }
    setAccessibleName(m_question->text);
    show();
}

void OperationBar::showLeftovers(operations::Operation *operation)
{
    if (m_shown == operation && !m_question)
        return;
    clear();
    m_shown = operation;
    int images = 0;
    int snapshots = 0;
    for (const operations::Subject &subject : operation->leftovers()) {
        images += subject.kind == operations::Subject::Kind::Image ? 1 : 0;
        snapshots += subject.kind == operations::Subject::Kind::VolumeSnapshot ? 1 : 0;
    }
    QStringList what;
    if (images > 0)
        what += images == 1 ? tr("an image") : tr("%1 images").arg(images);
    if (snapshots > 0)
        what += snapshots == 1 ? tr("a volume snapshot") : tr("%1 volume snapshots").arg(snapshots);
    m_text->setText(tr("“%1” has not come to its end and has left something in the cloud that is "
                       "no whole snapshot: %2.")
                        .arg(operation->title(), what.join(tr(" and "))));
    auto *remove = new QPushButton(tr("Remove leftovers"), this);
    remove->setObjectName(QStringLiteral("removeLeftovers"));
    remove->setAutoDefault(false);
    connect(remove, &QPushButton::clicked, operation,
            [this, operation] { removeLeftovers(operation); });
    auto *keep = new QPushButton(tr("Keep"), this);
    keep->setObjectName(QStringLiteral("keepLeftovers"));
    keep->setAutoDefault(false);
    connect(keep, &QPushButton::clicked, operation, [this, operation] {
        operation->setProperty(leftoversSettled, true);
        update();
    });
    m_buttons->addWidget(remove);
    m_buttons->addWidget(keep);
    setAccessibleName(m_text->text());
    show();
}

void OperationBar::removeLeftovers(operations::Operation *operation)
{
    const operations::Context context{m_ui.client, m_ui.stores, m_ui.clock, m_ui.userName};
    auto removal = operations::removeLeftovers(operation->leftovers(), context);
    operation->setProperty(leftoversSettled, true);
    if (removal)
        m_ui.operations.start(std::move(removal));
    update();
}

} // namespace oriel::ui

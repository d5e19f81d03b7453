#include "ui/dialogs/confirmdialog.h"

#include "base/visible.h"
#include "ui/dialogs/nameguard.h"
#include "ui/theme/look.h"

#include <QtCore/QStringListModel>
#include <QtWidgets/QLabel>
#include <QtWidgets/QListView>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int confirmDialogWidth = 480;
constexpr int mostNames = 10;
constexpr int manyToType = 20;
constexpr int longestName = 220; // in pixels
constexpr int listRows = 6;

} // namespace

ConfirmDialog::ConfirmDialog(Theme &theme, const Question &question, QWidget *parent)
    : ActionDialog(theme, confirmDialogWidth, parent)
{
    setObjectName(u"confirmDialog"_s);
    setHead(question.title, {});
    setAction(question.action, u"confirm"_s,
              question.danger ? ButtonKind::Danger : ButtonKind::Primary);
    if (!question.cancel.isEmpty())
        cancel()->setText(question.cancel);
    cancel()->setDefault(true);
    cancel()->setFocus();
    auto *text = makeLabel(question.text, TextSize::Body, body());
    text->setObjectName(u"questionText"_s);
    text->setWordWrap(true);
    column()->addWidget(text);
    if (!question.names.isEmpty())
        addNames(question.names);
    column()->addStretch();
}

void ConfirmDialog::addNames(const QStringList &names)
{
    QStringList first;
    for (const QString &name : names.mid(0, mostNames))
        first += isolated(fontMetrics().elidedText(name, Qt::ElideMiddle, longestName));
    QString text = first.join(u", "_s);
    const auto count = static_cast<int>(names.size());
    if (count > mostNames)
        //: %1: names separated by commas
        text = tr("%1 and %n more", nullptr, count - mostNames).arg(text);
    auto *label = makeLabel(text, TextSize::Body, body());
    label->setObjectName(u"names"_s);
    label->setWordWrap(true);
    column()->addWidget(label);
    if (count > mostNames) {
        QStringList shown;
        for (const QString &name : names)
            shown += visible(name);
        auto *list = new QListView(body());
        list->setObjectName(u"allNames"_s);
        list->setAccessibleName(tr("All of them"));
        list->setModel(new QStringListModel(shown, list));
        list->setUniformItemSizes(true);
        list->setEditTriggers(QListView::NoEditTriggers);
        list->setSelectionMode(QListView::NoSelection);
        list->setTextElideMode(Qt::ElideMiddle);
        list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        list->setFixedHeight(listRows * (list->fontMetrics().height() + metrics::gap));
        column()->addWidget(list);
    }
    if (count < manyToType)
        return;
    m_guard = new NameGuard(u"typedNumber"_s, body());
    //: %1: the number of what is chosen
    m_guard->setName(QString::number(count),
                     tr("Type %1, the number of resources, to confirm").arg(count));
    column()->addWidget(m_guard);
    connect(m_guard, &NameGuard::changed, this, &ConfirmDialog::checkNumber);
    checkNumber();
    m_guard->setFocus();
}

void ConfirmDialog::checkNumber()
{
    const bool typed = m_guard->standing() == NameGuard::Standing::Typed;
    setHint(typed ? QString() : tr("Type the number first."));
    (typed ? action() : cancel())->setDefault(true);
}

} // namespace oriel::ui

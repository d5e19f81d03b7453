#include "ui/window/shortcutsdialog.h"

#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtGui/QAction>
#include <QtGui/QScreen>
#include <QtGui/QShortcut>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <memory>
#include <vector>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

struct KeyLine
{
    QString what;
    QStringList keys;
};

void addKey(std::vector<KeyLine> &lines, const QString &what, const QKeySequence &keys)
{
    if (what.isEmpty() || keys.isEmpty())
        return;
    const QString text = keys.toString(QKeySequence::NativeText);
    const auto same = std::find_if(lines.begin(), lines.end(),
                                   [&](const KeyLine &line) { return line.what == what; });
    if (same == lines.end())
        lines.push_back({what, {text}});
    else if (!same->keys.contains(text))
        same->keys << text;
}

/// "What's this" describes a shortcut, or an action whose text changes.
std::vector<KeyLine> keysOf(const QWidget *widget, Qt::FindChildOptions options)
{
    std::vector<KeyLine> lines;
    for (const QShortcut *shortcut : widget->findChildren<QShortcut *>(QString(), options)) {
        if (!shortcut->whatsThis().isEmpty()) // without a text, it stands in for a disabled action
            addKey(lines, shortcut->whatsThis(), shortcut->key());
    }
    for (const QAction *action : widget->findChildren<QAction *>(QString(), options)) {
        QString what = action->whatsThis().isEmpty() ? action->text() : action->whatsThis();
        what.remove(u'&');
        for (const QKeySequence &keys : action->shortcuts())
            addKey(lines, what.remove(u'…'), keys);
    }
    return lines;
}

} // namespace

ShortcutsDialog::ShortcutsDialog(QWidget *window) : QDialog(window), m_window(window)
{
    setObjectName(u"shortcutsDialog"_s);
    setWindowTitle(tr("Keyboard shortcuts"));
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(new QWidget);
    auto *body = new QVBoxLayout(scroll->widget());
    body->setContentsMargins(metrics::wide, metrics::pad, metrics::wide, metrics::wide);
    body->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
    m_rows = scroll->widget();
    resize(QSize(440, 480).boundedTo(screen()->availableSize() * 0.9));
}

void ShortcutsDialog::list(const QWidget *page, const QString &pageTitle)
{
    auto *body = qobject_cast<QVBoxLayout *>(m_rows->layout());
    while (body->count() > 1) {
        const std::unique_ptr<QLayoutItem> old(body->takeAt(0));
        delete old->widget();
    }
    const auto section = [this, body](const QString &title, const std::vector<KeyLine> &lines) {
        if (lines.empty())
            return;
        auto *part = new QWidget(m_rows);
        auto *grid = new QGridLayout(part);
        grid->setContentsMargins(0, 0, 0, metrics::pad);
        grid->setHorizontalSpacing(metrics::wide);
        grid->setVerticalSpacing(metrics::gap);
        grid->setColumnStretch(0, 1);
        grid->addWidget(makeLabel(title, TextSize::Heading, part), 0, 0, 1, 2);
        int row = 1;
        for (const KeyLine &line : lines) {
            //: Between two keyboard shortcuts for the same action.
            QLabel *keys = makeLabel(line.keys.join(tr(" or ")), TextSize::Body, part);
            setSecondary(keys);
            grid->addWidget(makeLabel(line.what, TextSize::Body, part), row, 0);
            grid->addWidget(keys, row, 1, Qt::AlignRight);
            keys->setAccessibleName(u"%1: %2"_s.arg(line.what, keys->text()));
            ++row;
        }
        body->insertWidget(body->count() - 1, part);
    };
    //: Heading: shortcuts that work on every page.
    section(tr("Everywhere"), keysOf(m_window, Qt::FindDirectChildrenOnly));
    if (page)
        section(pageTitle, keysOf(page, Qt::FindChildrenRecursively));
}

} // namespace oriel::ui

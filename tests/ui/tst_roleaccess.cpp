#include "ui/widgets/roleaccess.h"

#include "forms/snapshotquota.h"
#include "ui/dialogs/fieldeditor.h"
#include "ui/dialogs/quotabar.h"
#include "ui/pages/overview/quotagauge.h"
#include "ui/pages/overview/rowlist.h"
#include "ui/theme/look.h"
#include "ui/widgets/choicegroup.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/secretedit.h"
#include "ui/widgets/viewswitch.h"

#include <QtGui/QAccessible>
#include <QtTest/QtTest>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QRadioButton>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace oriel;

namespace {

QAccessibleInterface *accessOf(QObject *object)
{
    return QAccessible::queryAccessibleInterface(object);
}

QString nameOf(QObject *object)
{
    return accessOf(object)->text(QAccessible::Name);
}

void act(QObject *object, const QString &action)
{
    QVERIFY(accessOf(object)->actionInterface()->actionNames().contains(action));
    accessOf(object)->actionInterface()->doAction(action);
}

} // namespace

/// What assistive technology is told of labels, gauges and fields, and can do with them.
class TestRoleAccess final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ui::makeRolesAccessible(); }

    void titlesAreHeadings()
    {
        QWidget page;
        QLabel *title = ui::makeLabel(u"Instances"_s, ui::TextSize::Title, &page);
        QLabel *section = ui::makeLabel(u"Quota"_s, ui::TextSize::Heading, &page);
        QLabel *text = ui::makeLabel(u"4 of 10"_s, ui::TextSize::Body, &page);
        auto *name = new ui::ElidedLabel(u"web-1"_s, &page);
        ui::setTextSize(name, ui::TextSize::Title);
        for (QLabel *heading : {title, section, static_cast<QLabel *>(name)}) {
            QCOMPARE(accessOf(heading)->role(), QAccessible::Heading);
            QCOMPARE(nameOf(heading), heading->text());
        }
        QCOMPARE(accessOf(text)->role(), QAccessible::StaticText);
        QCOMPARE(nameOf(text), u"4 of 10"_s);
    }

    void gaugesAreProgressBarsWithTheirNumbers()
    {
        ui::Theme theme(*qApp);
        ui::QuotaGauge gauge(theme, u"Instances"_s, QString());
        gauge.setQuota(openstack::Quota{.used = 40, .limit = 100, .known = true});
        QCOMPARE(accessOf(&gauge)->role(), QAccessible::ProgressBar);
        QCOMPARE(nameOf(&gauge), u"Instances: 40 of 100"_s);
        QCOMPARE(accessOf(&gauge)->valueInterface()->currentValue().toDouble(), 0.4);
        QCOMPARE(accessOf(&gauge)->valueInterface()->maximumValue().toDouble(), 1.0);

        ui::QuotaBar bar(theme);
        forms::QuotaLine line;
        line.title = u"Volumes"_s;
        line.text = u"5 of 10 after this one"_s;
        line.limit = 10;
        line.used = 4;
        line.after = 5;
        bar.setLine(line);
        QCOMPARE(accessOf(&bar)->role(), QAccessible::ProgressBar);
        QCOMPARE(accessOf(&bar)->valueInterface()->currentValue().toDouble(), 0.5);
        line.limit = -1;
        bar.setLine(line);
        QCOMPARE(accessOf(&bar)->valueInterface()->currentValue().toDouble(), 0.0);
    }

    void choicesAreInAGroupWithAName()
    {
        ui::ChoiceGroup group(u"Consistency"_s);
        auto *choice = new QRadioButton(u"Keep it running"_s, &group);
        QCOMPARE(accessOf(&group)->role(), QAccessible::Grouping);
        QCOMPARE(nameOf(&group), u"Consistency"_s);
        QCOMPARE(accessOf(choice)->parent(), accessOf(&group));
    }

    /// Also the lines that come later, and what is below the list.
    void tabFollowsTheLinesOfAList()
    {
        ui::Theme theme(*qApp);
        QWidget window;
        auto *layout = new QVBoxLayout(&window);
        auto *list = new ui::RowList(theme, &window);
        auto *below = new QPushButton(u"Below"_s, &window);
        layout->addWidget(list);
        layout->addWidget(below);
        std::vector<ui::RowItem> items;
        for (int i = 0; i < 12; ++i)
            items.push_back({u"clock"_s, ui::Theme::Color::Warning, u"web-%1"_s.arg(i),
                             u"is late"_s, ui::Route::overview()});
        list->setRows(items, {});
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        auto *more = list->findChild<QToolButton *>(u"more"_s);
        QVERIFY(more->isVisible());
        const auto isInOrder = [&] {
            QStringList seen;
            QWidget *last = nullptr;
            for (QWidget *at = list->nextInFocusChain(); at != list; at = at->nextInFocusChain()) {
                if (!at->isVisible() || at->focusPolicy() == Qt::NoFocus)
                    continue;
                // Every widget is below or right of the one before.
                const auto place = [&](QWidget *of) {
                    const QPoint point = of->mapTo(&window, QPoint());
                    return std::pair(point.y() / 10, point.x());
                };
                if (last && place(at) < place(last))
                    return false;
                last = at;
                seen += at->accessibleName();
            }
            return last == below && seen.contains(u"web-0"_s);
        };
        QTRY_VERIFY(isInOrder());
        QTest::mouseClick(more, Qt::LeftButton);
        QTRY_VERIFY(!more->isVisible());
        QTRY_VERIFY(isInOrder());
    }

    void anErrorDoesNotSoundLikeAWarning()
    {
        ui::Theme theme(*qApp);
        ui::RowList rows(theme);
        rows.setRows({{u"circle-x"_s, ui::Theme::Color::Error, u"web-1"_s, u"in error"_s, {}},
                      {u"clock"_s, ui::Theme::Color::Warning, u"web-2"_s, u"is late"_s, {}}},
                     {});
        QStringList icons;
        for (QLabel *label : rows.findChildren<QLabel *>()) {
            if (accessOf(label)->role() == QAccessible::Graphic)
                icons << nameOf(label);
        }
        QCOMPARE(icons, (QStringList{u"Error"_s, u"Warning"_s}));
    }

    void theButtonThatClearsHasAName()
    {
        const ui::Theme theme(*qApp);
        QLineEdit edit;
        edit.setClearButtonEnabled(true);
        edit.setText(u"web"_s);
        edit.show();
        QCOMPARE(nameOf(edit.findChild<QToolButton *>()), u"Clear"_s);
    }

    /// Qt's own interface would return when the menu is closed.
    void theMenuOfAButtonOpens()
    {
        QWidget window;
        auto *more = new QPushButton(u"&More"_s, &window);
        auto *columns = new QToolButton(&window);
        columns->setText(u"Columns"_s);
        columns->setPopupMode(QToolButton::InstantPopup);
        more->setMenu(new QMenu(more));
        columns->setMenu(new QMenu(columns));
        window.show();
        for (auto [button, menu, name] :
             {std::tuple<QAbstractButton *, QMenu *, QString>{more, more->menu(), u"More"_s},
              {columns, columns->menu(), u"Columns"_s}}) {
            menu->addAction(u"Age"_s);
            QCOMPARE(accessOf(button)->role(), QAccessible::ButtonMenu);
            QCOMPARE(nameOf(button), name);
            const auto close = [menu = menu] {
                menu->close();
            };
            connect(menu, &QMenu::aboutToShow, menu, close, Qt::QueuedConnection);
            QSignalSpy closed(menu, &QMenu::aboutToHide);
            act(button, QAccessibleActionInterface::showMenuAction());
            QCOMPARE(closed.size(), 0);
            QTRY_COMPARE(closed.size(), 1);
            button->setEnabled(false);
            QVERIFY(accessOf(button)->actionInterface()->actionNames().isEmpty());
        }
    }

    void aSwitchIsAChoice()
    {
        ui::ViewSwitch views;
        views.add(u"Snapshots"_s, true);
        views.add(u"Volume snapshots"_s, false);
        views.show();
        QSignalSpy chosen(&views, &ui::ViewSwitch::chosen);
        const auto buttons = views.findChildren<QPushButton *>();
        QCOMPARE(accessOf(buttons.at(1))->role(), QAccessible::RadioButton);
        act(buttons.at(1), QAccessibleActionInterface::toggleAction());
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.at(0).at(0).toInt(), 1);
        // The page that it leads to has another switch; this one keeps showing its own page.
        QVERIFY(buttons.at(0)->isChecked());
        buttons.at(1)->click();
        QCOMPARE(chosen.size(), 2);
        buttons.at(0)->click();
        QCOMPARE(chosen.size(), 2);
    }

    void whatIsTypedCanBeShown()
    {
        ui::Theme theme(*qApp);
        ui::SecretEdit edit(theme);
        edit.show();
        act(edit.revealButton(), QAccessibleActionInterface::toggleAction());
        QCOMPARE(edit.echoMode(), QLineEdit::Normal);
        act(edit.revealButton(), QAccessibleActionInterface::toggleAction());
        QCOMPARE(edit.echoMode(), QLineEdit::Password);
    }

    /// Assistive technology sets a text and a tick as a program does, without keys.
    void fieldsNoticeWhatIsEntered()
    {
        ui::Theme theme(*qApp);
        using operations::Field;
        ui::FieldEditor name(theme, {.key = u"name"_s, .label = u"Name"_s}, {}, {}, nullptr);
        QSignalSpy named(&name, &ui::FieldEditor::edited);
        accessOf(name.findChild<QLineEdit *>())->setText(QAccessible::Value, u"web-1"_s);
        QCOMPARE(named.size(), 1);
        QCOMPARE(name.value().toString(), u"web-1"_s);
        ui::FieldEditor flag(theme,
                             {.key = u"hard"_s, .label = u"Hard"_s, .type = Field::Type::Flag}, {},
                             {}, nullptr);
        QSignalSpy ticked(&flag, &ui::FieldEditor::edited);
        act(flag.findChild<QCheckBox *>(), QAccessibleActionInterface::toggleAction());
        QCOMPARE(ticked.size(), 1);
        QVERIFY(flag.value().toBool());
        // What follows from another field is not entered here.
        ui::FieldEditor file(theme, {.key = u"file"_s, .label = u"File"_s}, {}, {}, nullptr);
        QSignalSpy entered(&file, &ui::FieldEditor::edited);
        file.follow(u"~/web-1"_s);
        QCOMPARE(file.value().toString(), u"~/web-1"_s);
        QCOMPARE(entered.size(), 0);
    }
};

QTEST_MAIN(TestRoleAccess)
#include "tst_roleaccess.moc"

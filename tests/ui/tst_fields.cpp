#include "forms/snapshotform.h"
#include "operations/actions/actions.h"
#include "support/loadedcloud.h"
#include "support/uifixture.h"
#include "ui/dialogs/confirmdialog.h"
#include "ui/dialogs/datefield.h"
#include "ui/dialogs/deletedialog.h"
#include "ui/dialogs/fieldsdialog.h"
#include "ui/dialogs/launch/launchdialog.h"
#include "ui/dialogs/optioncombo.h"
#include "ui/dialogs/restorechoice.h"
#include "ui/dialogs/snapshotdialog.h"
#include "ui/theme/colors.h"
#include "ui/theme/theme.h"
#include "ui/widgets/filterbar.h"

#include <QtGui/QScreen>
#include <QtTest/QtTest>
#include <QtTest/qtestspontaneevent.h>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QAbstractSlider>
#include <QtWidgets/QCalendarWidget>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDateEdit>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMainWindow>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QRadioButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QSlider>
#include <QtWidgets/QSpinBox>
#include <QtWidgets/QTabBar>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace oriel;
using operations::Subject;

Q_DECLARE_METATYPE(oriel::ui::Theme::Scheme)

namespace {

/// The demo cloud with everything loaded, and every dialog that has fields.
struct FieldFixture : test::LoadedCloud
{
    QDialog *open(const QString &which)
    {
        const ui::UiContext &context = around.context;
        const auto &stores = *cloud.stores;
        const QString volumeSnapshot = stores.volumeSnapshots.rows().begin()->get()->id;
        QDialog *dialog = nullptr;
        if (which == u"create"_s) {
            dialog =
                new ui::SnapshotDialog(context.theme,
                                       std::make_unique<forms::SnapshotForm>(
                                           *cloud.stores, cloud.clock,
                                           QStringList{cloud.server(u"db-1"_s).id}, context.roles),
                                       &window);
        } else if (which == u"batch"_s) {
            dialog = new ui::SnapshotDialog(
                context.theme,
                std::make_unique<forms::SnapshotForm>(
                    *cloud.stores, cloud.clock,
                    QStringList{cloud.server(u"db-1"_s).id, cloud.server(u"web-1"_s).id},
                    context.roles),
                &window);
        } else if (which == u"volume"_s) {
            dialog =
                new ui::FieldsDialog(context, *operations::actionNamed(u"create-volume-snapshot"),
                                     {stores.volumes.rows().begin()->get()->id}, {}, &window);
        } else if (which == u"launch"_s) {
            auto *launch = new ui::LaunchDialog(context, setOf(u"db-1"_s), &window);
            if (!cloud.pump([launch] { return launch->form().ready() && launch->isComplete(); }))
                qFatal("the dialog is not ready");
            dialog = launch;
        } else if (which == u"new volume"_s) {
            dialog = new ui::FieldsDialog(context, *operations::actionNamed(u"create-volume"),
                                          {volumeSnapshot}, {}, &window);
        } else if (which == u"keep until"_s) {
            dialog = new ui::FieldsDialog(context, *operations::actionNamed(u"change-keep-until"),
                                          {setOf(u"db-1"_s).id}, {}, &window);
        } else if (which == u"restore"_s) {
            dialog = new ui::RestoreChoice(context, openstack::Kind::SnapshotSet,
                                           setOf(u"db-1"_s).id, &window);
        } else if (which == u"roll back"_s) {
            dialog = new ui::FieldsDialog(context, *operations::restoreWays().rollBack,
                                          {setOf(u"db-1"_s).id}, {}, &window);
        } else if (which == u"volumes"_s) {
            dialog = new ui::FieldsDialog(context, *operations::restoreWays().volumes,
                                          {setOf(u"db-1"_s).id}, {}, &window);
        } else {
            dialog = new ui::DeleteDialog(context, {setOf(u"db-1"_s)}, &window);
        }
        dialog->open();
        if (!QTest::qWaitForWindowActive(dialog))
            qFatal("the dialog does not become active");
        return dialog;
    }
};

void addDialogs()
{
    QTest::addColumn<QString>("which");
    for (const QString &which :
         {u"create"_s, u"batch"_s, u"volume"_s, u"launch"_s, u"new volume"_s, u"keep until"_s,
          u"restore"_s, u"volumes"_s, u"roll back"_s, u"delete"_s})
        QTest::newRow(qPrintable(which)) << which;
}

QVariant valueOf(const QWidget *field)
{
    if (const auto *combo = qobject_cast<const QComboBox *>(field))
        return combo->currentIndex();
    if (const auto *date = qobject_cast<const QDateTimeEdit *>(field))
        return date->dateTime();
    if (const auto *spin = qobject_cast<const QSpinBox *>(field))
        return spin->value();
    if (const auto *slider = qobject_cast<const QAbstractSlider *>(field))
        return slider->value();
    if (const auto *tabs = qobject_cast<const QTabBar *>(field))
        return tabs->currentIndex();
    return {};
}

/// As a user turns the wheel over it: the window system's event, so that Qt also gives the focus
/// where a field takes it.
void turn(QWidget *over, int steps = -1)
{
    const QPointF at = over->rect().center();
    QWheelEvent wheel(at, over->mapToGlobal(at), {}, QPoint(0, 120 * steps), Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QSpontaneKeyEvent::setSpontaneous(&wheel);
    qApp->notify(over, &wheel); // sendEvent() would take the mark off again
}

} // namespace

/// What the wheel, Enter and Space do in the fields of dialogs, and that buttons stay in place.
class TestFields final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theWheelEditsNoFieldWithoutFocus_data() { addDialogs(); }
    void theWheelEditsNoFieldWithoutFocus();
    void theWheelScrollsWhatIsAroundAField();
    void aFieldWithFocusTakesTheWheel();
    void enterPressesTheDefaultButton_data() { addDialogs(); }
    void enterPressesTheDefaultButton();
    void spaceSetsAChoice();
    void enterPressesTheButtonThatHasTheFocus();
    void buttonsStayInASmallDialog_data() { addDialogs(); }
    void buttonsStayInASmallDialog();
    void buttonsStayWhenItGrows();
    void anOpenListKeepsItsOptions();
    void theWindowBehindGivesTheFocusBack();
    void theCalendarOpensByKeys_data();
    void theCalendarOpensByKeys();
    void theCalendarIsLegible_data();
    void theCalendarIsLegible();
    void whatFitsTheScreenIsNotScrolled_data() { addDialogs(); }
    void whatFitsTheScreenIsNotScrolled();
};

void TestFields::whatFitsTheScreenIsNotScrolled()
{
    QFETCH(QString, which);
    FieldFixture fixture;
    QDialog *dialog = fixture.open(which);
    const auto *scroll = dialog->findChild<QScrollArea *>();
    const int most = dialog->screen()->availableSize().height() - 2 * ui::metrics::wide;
    QTRY_VERIFY2(scroll->verticalScrollBar()->maximum() == 0 || dialog->height() >= most,
                 qPrintable(u"%1 of %2, %3"_s.arg(QString::number(scroll->viewport()->height()),
                                                  QString::number(scroll->widget()->height()),
                                                  QString::number(dialog->height()))));
}

void TestFields::theWheelEditsNoFieldWithoutFocus()
{
    QFETCH(QString, which);
    FieldFixture fixture;
    QDialog *dialog = fixture.open(which);
    int fields = 0;
    for (QWidget *field : dialog->findChildren<QWidget *>()) {
        if (!valueOf(field).isValid() || qobject_cast<QScrollBar *>(field) || !field->isVisible())
            continue;
        ++fields;
        dialog->findChild<QPushButton *>(u"cancel"_s)->setFocus();
        const QVariant before = valueOf(field);
        for (const int steps : {-1, 1}) {
            // A spin box is seen through the line edit in it.
            auto *inner = field->findChild<QLineEdit *>();
            turn(inner ? inner : field, steps);
            QVERIFY2(valueOf(field) == before, qPrintable(field->objectName()));
            QVERIFY2(!field->hasFocus(), qPrintable(field->objectName()));
        }
    }
    const bool hasFields = which != u"delete"_s && which != u"restore"_s && which != u"volumes"_s;
    QCOMPARE(fields > 0, hasFields);
}

void TestFields::theWheelScrollsWhatIsAroundAField()
{
    const ui::Theme theme(*qApp, ui::Theme::Scheme::Light);
    QScrollArea area;
    area.setWidgetResizable(true);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    area.setWidget(content);
    area.resize(300, 200);
    area.show();
    QVERIFY(QTest::qWaitForWindowActive(&area));
    // Later than the window and the theme: the rule holds for what comes, too.
    auto *combo = new QComboBox(content);
    combo->addItems({u"a"_s, u"b"_s, u"c"_s});
    combo->setCurrentIndex(1);
    auto *slider = new QSlider(Qt::Horizontal, content);
    slider->setValue(50);
    auto *tabs = new QTabBar(content);
    tabs->addTab(u"1"_s);
    tabs->addTab(u"2"_s);
    auto *spin = new QSpinBox(content);
    spin->setValue(5);
    auto *date = new QDateEdit(QDate(2026, 1, 1), content);
    const std::vector<QWidget *> fields{combo, slider, tabs, spin, date};
    for (QWidget *field : fields)
        column->addWidget(field);
    auto *tall = new QWidget(content);
    tall->setMinimumHeight(2000);
    column->addWidget(tall);
    QTRY_VERIFY(area.verticalScrollBar()->maximum() > 0 && date->isVisible());
    for (QWidget *field : fields) {
        area.setFocus();
        area.verticalScrollBar()->setValue(0);
        const QVariant before = valueOf(field);
        turn(field);
        QCOMPARE(valueOf(field), before);
        QVERIFY(!field->hasFocus());
        QVERIFY2(area.verticalScrollBar()->value() > 0, field->metaObject()->className());
    }
}

void TestFields::aFieldWithFocusTakesTheWheel()
{
    const ui::Theme theme(*qApp, ui::Theme::Scheme::Light);
    QSpinBox spin;
    spin.setValue(5);
    spin.show();
    QVERIFY(QTest::qWaitForWindowActive(&spin));
    spin.setFocus();
    turn(&spin, 1);
    QCOMPARE(spin.value(), 6);
}

void TestFields::enterPressesTheDefaultButton()
{
    QFETCH(QString, which);
    FieldFixture fixture;
    QStringList names; // of what can have the focus and is no button
    {
        const QPointer<QDialog> dialog = fixture.open(which);
        int place = 0;
        for (QWidget *field : dialog->findChildren<QWidget *>()) {
            // In a text of several lines, Enter starts a new one.
            const bool pressed = qobject_cast<QPushButton *>(field) ||
                                 qobject_cast<QToolButton *>(field) ||
                                 qobject_cast<QPlainTextEdit *>(field);
            if (field->isVisible() && field->isEnabled() && !pressed &&
                field->focusPolicy() & Qt::TabFocus && !field->focusProxy())
                names += QString::number(place);
            ++place;
        }
        dialog->reject();
    }
    QVERIFY(!names.isEmpty() || which == u"delete"_s);
    for (const QString &place : names) {
        const QPointer<QDialog> dialog = fixture.open(which);
        QWidget *field = dialog->findChildren<QWidget *>().at(place.toInt());
        const QString called =
            QLatin1StringView(field->metaObject()->className()) + u' ' + field->objectName();
        QPushButton *meant = nullptr;
        for (QPushButton *button : dialog->findChildren<QPushButton *>()) {
            if (button->isDefault())
                meant = button;
        }
        QVERIFY(meant);
        field->setFocus();
        const QVariant before = field->property("checked");
        QSignalSpy clicked(meant, &QPushButton::clicked);
        QTest::keyClick(field, Qt::Key_Return);
        if (meant->isEnabled())
            QVERIFY2(clicked.size() == 1, qPrintable(called));
        if (dialog)
            QVERIFY2(field->property("checked") == before, qPrintable(called));
        if (dialog)
            dialog->reject();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
}

void TestFields::spaceSetsAChoice()
{
    FieldFixture fixture;
    QDialog *dialog = fixture.open(u"create"_s);
    auto *running = dialog->findChild<QRadioButton *>(u"keepRunning"_s);
    auto *create = dialog->findChild<QPushButton *>(u"create"_s);
    const auto *impact = dialog->findChild<QLabel *>(u"impact"_s);
    QCOMPARE(create->text(), u"Create snapshot after shutting off"_s);
    QVERIFY(impact->isVisible() && impact->text().contains(u"“db-1” will be offline"_s));
    QVERIFY(impact->font().weight() >= QFont::DemiBold);
    QVERIFY(create->accessibleDescription().contains(impact->text()));
    running->setFocus();
    QTest::keyClick(running, Qt::Key_Space);
    QVERIFY(running->isChecked());
    QCOMPARE(create->text(), u"Create snapshot"_s);
    QVERIFY(!impact->isVisible());
}

void TestFields::enterPressesTheButtonThatHasTheFocus()
{
    FieldFixture fixture;
    QPointer<QDialog> dialog = fixture.open(u"create"_s);
    QSignalSpy rejected(dialog, &QDialog::rejected);
    auto *cancel = dialog->findChild<QPushButton *>(u"cancel"_s);
    cancel->setFocus();
    QTest::keyClick(cancel, Qt::Key_Return);
    QCOMPARE(rejected.size(), 1);
    // Outside of dialogs, too; a tick box is for Space alone.
    QWidget page;
    QCheckBox box(&page);
    page.show();
    box.setFocus();
    QTest::keyClick(&box, Qt::Key_Return);
    QVERIFY(!box.isChecked());
    QTest::keyClick(&box, Qt::Key_Space);
    QVERIFY(box.isChecked());
}

void TestFields::buttonsStayInASmallDialog()
{
    QFETCH(QString, which);
    FieldFixture fixture;
    QDialog *dialog = fixture.open(which);
    dialog->resize(dialog->width(), 460); // a window of 700 pixels less its frame, at 150 %
    QCoreApplication::processEvents();
    QVERIFY2(dialog->height() <= 460, qPrintable(QString::number(dialog->height())));
    for (const QPushButton *button : dialog->findChildren<QPushButton *>()) {
        if (button->isDefault() || button->objectName() == u"cancel"_s)
            QVERIFY(
                dialog->rect().contains(QRect(button->mapTo(dialog, QPoint()), button->size())));
    }
}

void TestFields::buttonsStayWhenItGrows()
{
    FieldFixture fixture;
    QDialog *dialog = fixture.open(u"create"_s);
    const auto *cancel = dialog->findChild<QPushButton *>(u"cancel"_s);
    const auto *create = dialog->findChild<QPushButton *>(u"create"_s);
    const auto where = [&] {
        QCoreApplication::processEvents();
        return std::pair(cancel->mapToGlobal(QPoint()),
                         QRect(create->mapToGlobal(QPoint()), create->size()));
    };
    const auto before = where();
    dialog->findChild<QToolButton *>(u"showAsCommand"_s)->click();
    QCOMPARE(where(), before);
    dialog->findChild<QRadioButton *>(u"keepRunning"_s)->click();
    QCOMPARE(where(), before);
    dialog->findChild<QLineEdit *>(u"name"_s)->setText(QString(300, u'x')); // a problem
    QCOMPARE(where(), before);
}

void TestFields::anOpenListKeepsItsOptions()
{
    const ui::Theme theme(*qApp, ui::Theme::Scheme::Light);
    QMainWindow window;
    ui::OptionCombo combo(u"Choose"_s, &window);
    const auto option = [](const QString &id, bool chosen) {
        forms::LaunchOption made;
        made.id = made.text = id;
        made.chosen = chosen;
        return made;
    };
    combo.setOptions({option(u"a"_s, true), option(u"b"_s, false)});
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QSignalSpy chosen(&combo, &ui::OptionCombo::chosen);
    combo.showPopup();
    QTRY_VERIFY(combo.view()->isVisible());
    QTest::keyClick(combo.view(), Qt::Key_Down); // "b" is highlighted
    combo.setOptions({option(u"new"_s, false), option(u"a"_s, true), option(u"b"_s, false)});
    QCOMPARE(combo.count(), 2);
    QTest::keyClick(combo.view(), Qt::Key_Return);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen[0][0].toString(), u"b"_s);
    QTRY_COMPARE(combo.count(), 3);
}

void TestFields::theWindowBehindGivesTheFocusBack()
{
    FieldFixture fixture;
    const QPointer<QDialog> dialog = fixture.open(u"create"_s);
    fixture.window.activateWindow(); // as a window manager does at a click
    QTRY_VERIFY(fixture.window.isActiveWindow() || dialog->isActiveWindow());
    QTRY_VERIFY(dialog->isActiveWindow());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QTRY_VERIFY(dialog.isNull());
    fixture.window.activateWindow();
    QTRY_VERIFY(fixture.window.isActiveWindow()); // nothing blocks it any longer
}

void TestFields::theCalendarOpensByKeys_data()
{
    QTest::addColumn<QString>("which");
    QTest::addColumn<int>("key");
    QTest::addColumn<int>("modifier");
    for (const QString &which : {u"create"_s, u"keep until"_s, u"volume"_s}) {
        QTest::newRow(qPrintable(which + u", Alt+Down"_s))
            << which << int(Qt::Key_Down) << int(Qt::AltModifier);
        QTest::newRow(qPrintable(which + u", F4"_s))
            << which << int(Qt::Key_F4) << int(Qt::NoModifier);
    }
}

void TestFields::theCalendarOpensByKeys()
{
    QFETCH(const QString, which);
    QFETCH(const int, key);
    QFETCH(const int, modifier);
    FieldFixture fixture;
    QDialog *dialog = fixture.open(which);
    for (QCheckBox *none : dialog->findChildren<QCheckBox *>()) {
        if (none->isChecked() && none->text().contains(u"No"_s))
            none->click();
    }
    auto *date = dialog->findChild<ui::DateField *>();
    QVERIFY(date->isEnabled());
    const QDate before = date->date();
    date->setFocus();
    QTest::keyClick(date, static_cast<Qt::Key>(key), Qt::KeyboardModifier(modifier));
    auto *calendar = date->calendarWidget();
    QTRY_VERIFY(calendar->isVisible());
    QCOMPARE(date->date(), before); // opening it changes nothing
    auto *days = calendar->findChild<QAbstractItemView *>();
    QTest::keyClick(days, Qt::Key_Right);
    QTest::keyClick(days, Qt::Key_Return);
    QTRY_VERIFY(!calendar->isVisible());
    QCOMPARE(date->date(), before.addDays(1));
    QVERIFY(dialog->isVisible());
}

void TestFields::theCalendarIsLegible_data()
{
    QTest::addColumn<ui::Theme::Scheme>("scheme");
    QTest::newRow("light") << ui::Theme::Scheme::Light;
    QTest::newRow("dark") << ui::Theme::Scheme::Dark;
}

void TestFields::theCalendarIsLegible()
{
    QFETCH(const ui::Theme::Scheme, scheme);
    ui::Theme theme(*qApp, scheme);
    ui::DateField date(theme);
    QCalendarWidget *calendar = date.calendarWidget();
    const QColor paper = qApp->palette().color(QPalette::Base);
    for (int day = Qt::Monday; day <= Qt::Sunday; ++day) {
        const QBrush ink = calendar->weekdayTextFormat(Qt::DayOfWeek(day)).foreground();
        const QColor color =
            ink.style() == Qt::NoBrush ? qApp->palette().color(QPalette::Text) : ink.color();
        QVERIFY2(ui::contrast(color, paper) >= 4.5, qPrintable(color.name()));
    }
    const QColor otherMonth = calendar->palette().color(QPalette::Disabled, QPalette::Text);
    QVERIFY2(ui::contrast(otherMonth, paper) >= 4.5, qPrintable(otherMonth.name()));
    const QColor header = calendar->headerTextFormat().foreground().color();
    const QColor band = qApp->palette().color(QPalette::AlternateBase);
    QVERIFY2(ui::contrast(header, band) >= 4.5, qPrintable(header.name() + band.name()));
}

QTEST_MAIN(TestFields)
#include "tst_fields.moc"

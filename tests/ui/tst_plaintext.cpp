#include "base/visible.h"
#include "models/tone.h"
#include "operations/operationcenter.h"
#include "support/modelfixture.h"
#include "support/uifixture.h"
#include "ui/dialogs/confirmdialog.h"
#include "ui/dialogs/nameguard.h"
#include "ui/navigation/breadcrumb.h"
#include "ui/pages/listpage.h"
#include "ui/pages/listpages.h"
#include "ui/theme/captions.h"
#include "ui/theme/look.h"
#include "ui/widgets/copyabletext.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/linkbutton.h"
#include "ui/widgets/noticebar.h"
#include "ui/widgets/tableview.h"

#include <QtGui/QClipboard>
#include <QtGui/QTextLayout>
#include <QtTest/QtTest>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStyle>
#include <QtWidgets/QStyleOption>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QToolTip>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::test;

namespace {

/// Markup, a mnemonic, a placeholder of window titles, direction, an escape sequence.
const QString hostile = u"<b>a</b> &b [*] \u202egpj \x1b[31m %1"_s;
const QString shown = u"<b>a</b> &b [*] \\u202egpj \\x1b[31m %1"_s;

template <typename W>
QImage picture(const std::function<void(W &)> &fill)
{
    W widget;
    widget.setFixedSize(500, 80);
    fill(widget);
    return widget.grab().toImage();
}

/// Whether the widget looks with the one text as it does with the other.
template <typename W>
bool looksSame(const std::function<void(W &, const QString &)> &fill, const QString &one,
               const QString &other)
{
    return picture<W>([&](W &widget) { fill(widget, one); }) ==
           picture<W>([&](W &widget) { fill(widget, other); });
}

} // namespace

/// What comes from a cloud is shown as plain text: it is no markup, no mnemonic, and changes
/// nothing that stands around it.
class TestPlainText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_around = std::make_unique<UiFixture>(*m_models.net.client, m_models.stores, m_operations,
                                               m_models.net.clock);
    }
    void cleanup() { m_around.reset(); }

    void labels();
    void tooltipsAndMessageBoxes();
    void views();
    void buttons();
    void menus();
    void tableCells();
    void whatCanBeSelected();
    void windowTitles();
    void breadcrumbs();
    void theNameIsTypedAsItIsShown();
    void aSentenceKeepsItsOrder();
    void copyingGivesTheNameItself();
    void layingOutIsBounded();

private:
    ModelFixture m_models;
    operations::OperationCenter m_operations;
    std::unique_ptr<UiFixture> m_around;
};

void TestPlainText::labels()
{
    const auto fill = [](QLabel &label, const QString &text) {
        label.setText(text);
    };
    QVERIFY(looksSame<QLabel>(fill, hostile, shown));
    QVERIFY(!looksSame<QLabel>(fill, hostile, u"a"_s));
    // A label that was not told what its text is does not guess.
    QLabel label(u"<b>a</b>"_s);
    label.ensurePolished();
    QCOMPARE(label.textFormat(), Qt::PlainText);
    QLabel rich;
    rich.setTextFormat(Qt::RichText);
    rich.ensurePolished();
    QCOMPARE(rich.textFormat(), Qt::RichText);
    QVERIFY(looksSame<QWidget>(
        [](QWidget &widget, const QString &text) {
            (new ui::ElidedLabel(text, &widget))->resize(500, 80);
        },
        hostile, shown));
}

void TestPlainText::tooltipsAndMessageBoxes()
{
    QToolTip::showText({}, u"<p>a</p>"_s);
    const auto widgets = QApplication::topLevelWidgets();
    const auto tip = std::ranges::find_if(
        widgets, [](const QWidget *widget) { return widget->inherits("QTipLabel"); });
    QVERIFY(tip != widgets.end());
    QCOMPARE(qobject_cast<QLabel *>(*tip)->textFormat(), Qt::PlainText);
    QToolTip::hideText();
    const QString words = u"word "_s.repeated(40).trimmed();
    const QString lines = ui::asToolTip(words + u"\n\n"_s + words);
    QCOMPARE(lines.count(u'\n'), 6);
    QCOMPARE(QString(lines).replace(u'\n', u' '), words + u"  "_s + words);
    for (const QString &line : lines.split(u'\n'))
        QVERIFY(line.size() <= 80);
    QMessageBox box;
    box.setText(hostile);
    box.setInformativeText(hostile);
    box.ensurePolished();
    const auto labels = box.findChildren<QLabel *>();
    QVERIFY(!labels.isEmpty());
    for (QLabel *label : labels) {
        label->ensurePolished();
        QCOMPARE(label->textFormat(), Qt::PlainText);
    }
}

void TestPlainText::views()
{
    const auto fill = [](QListWidget &list, const QString &text) {
        list.addItem(text);
    };
    QVERIFY(looksSame<QListWidget>(fill, hostile, shown));
    QVERIFY(!looksSame<QListWidget>(fill, hostile, u"a"_s));
    QVERIFY(looksSame<QListWidget>(fill, u"two\nlines\r"_s, u"two\nlines\\r"_s));
}

void TestPlainText::buttons()
{
    const auto push = [](QPushButton &button, const QString &text) {
        button.setText(text);
    };
    QVERIFY(looksSame<QPushButton>(push, ui::asCaption(hostile), ui::asCaption(shown)));
    const auto tool = [](QToolButton &button, const QString &text) {
        button.setText(text);
    };
    QVERIFY(looksSame<QToolButton>(tool, ui::asCaption(hostile), ui::asCaption(shown)));
    QPushButton button(ui::asCaption(hostile));
    QVERIFY(button.shortcut().isEmpty());
}

void TestPlainText::menus()
{
    const auto fill = [](QMenu &menu, const QString &text) {
        menu.addAction(text);
    };
    QVERIFY(looksSame<QMenu>(fill, ui::asCaption(hostile), ui::asCaption(shown)));
    QVERIFY(!looksSame<QMenu>(fill, u"a"_s, u"b"_s));
}

void TestPlainText::tableCells()
{
    const auto cell = [this](const QString &name) {
        openstack::Server server = makeServer(1);
        server.name = name;
        m_models.stores.servers.replaceAll({server});
        m_models.stores.servers.setState(loadedAt(m_models.net.clock.now()));
        ui::ListPage page(m_around->context, ui::instancesList());
        page.resize(1000, 600);
        page.show();
        auto *table = page.findChild<ui::TableView *>(u"instancesTable"_s);
        return table->viewport()->grab(table->visualRect(table->model()->index(0, 0))).toImage();
    };
    const QImage image = cell(u"a\u202eb\x1b"_s);
    QCOMPARE(image, cell(u"a\\u202eb\\x1b"_s));
    QVERIFY(image != cell(u"ab"_s));
}

void TestPlainText::whatCanBeSelected()
{
    ui::NoticeBar bar(m_around->theme);
    bar.showMessage(ui::NoticeBar::Kind::Error, u"one\n\u202etwo"_s);
    bool found = false;
    for (const QLabel *label : bar.findChildren<QLabel *>())
        found = found || label->text() == u"one\n\\u202etwo"_s;
    QVERIFY(found);
    ui::FactGrid facts(m_around->theme, u"Facts"_s);
    facts.setFacts({{.label = u"Name"_s, .value = hostile},
                    {.label = u"Image"_s, .value = hostile, .link = u"there"_s}});
    QStringList texts;
    for (const QLabel *label : facts.findChildren<QLabel *>())
        texts += label->text();
    QVERIFY2(texts.contains(shown), qPrintable(texts.join(u'\n')));
    QCOMPARE(facts.findChild<ui::LinkButton *>()->words(), shown);
}

void TestPlainText::windowTitles()
{
    ui::ConfirmDialog dialog(m_around->theme, {.title = hostile, .text = {}, .action = u"Go"_s});
    QCOMPARE(dialog.windowTitle(), u"<b>a</b> &b [*][*] \\u202egpj \\x1b[31m %1"_s);
    dialog.show();
    QVERIFY(QTest::qWaitForWindowExposed(&dialog));
    QVERIFY(dialog.windowHandle()->title().startsWith(shown));
}

void TestPlainText::breadcrumbs()
{
    ui::Breadcrumb bar;
    bar.setCrumbs({{u"R&D"_s, ui::Route::list(Kind::Server)}, {u"web"_s, {}}});
    QCOMPARE(bar.findChild<QToolButton *>()->text(), u"R&&D"_s);
}

void TestPlainText::theNameIsTypedAsItIsShown()
{
    ui::NameGuard guard(u"typed"_s);
    guard.setName(u"R&D \u202e1 "_s, u"Type “%1”:"_s.arg(isolated(u"R&D \u202e1"_s)));
    QCOMPARE(guard.findChild<QLabel *>()->text(), u"Type “R&&D \\u202e1”:"_s);
    auto *field = guard.findChild<QLineEdit *>(u"typed"_s);
    QTest::keyClicks(field, u"R&D \\u20"_s);
    QCOMPARE(guard.standing(), ui::NameGuard::Standing::Awaited);
    QTest::keyClicks(field, u"2e1"_s);
    QCOMPARE(guard.standing(), ui::NameGuard::Standing::Typed);
    field->setText(u"R&D \u202e1"_s);
    QCOMPARE(guard.standing(), ui::NameGuard::Standing::Typed);
    field->setText(u"R&D 1"_s);
    QVERIFY(guard.standing() != ui::NameGuard::Standing::Typed);
}

void TestPlainText::aSentenceKeepsItsOrder()
{
    // The end of the sentence stays to the right of the name, whatever the name is made of.
    for (const QString &name : {u"\u202egpj"_s, u"\u05e9\u05dc\u05d5\u05dd"_s, u"\u2067\u05e9"_s,
                                u"\u05e9\u2069\u202e"_s, u"web-1"_s}) {
        const QString sentence = u"Delete “%1” (2 GiB)?"_s.arg(isolated(name));
        QTextLayout layout(sentence);
        layout.beginLayout();
        const QTextLine line = layout.createLine();
        layout.endLayout();
        const qreal nameEnds = line.cursorToX(static_cast<int>(sentence.indexOf(u'”')));
        qreal before = nameEnds;
        for (const QChar c : u"2GB?"_s) {
            const qreal x = line.cursorToX(static_cast<int>(sentence.lastIndexOf(c)));
            QVERIFY2(x > before, qPrintable(name + u' ' + c));
            before = x;
        }
    }
}

void TestPlainText::copyingGivesTheNameItself()
{
    ui::FactGrid facts(m_around->theme, u"Facts"_s);
    facts.setFacts({{.label = u"Name"_s, .value = hostile, .copyable = true}});
    QTest::mouseClick(facts.findChild<ui::CopyableText *>()->findChild<QToolButton *>(),
                      Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), hostile);

    openstack::Server server = makeServer(1);
    server.name = u"\u05e9 \u202ea"_s;
    m_models.stores.servers.replaceAll({server});
    m_models.stores.servers.setState(loadedAt(m_models.net.clock.now()));
    ui::ListPage page(m_around->context, ui::instancesList());
    page.show();
    auto *table = page.findChild<ui::TableView *>(u"instancesTable"_s);
    table->selectRow(0);
    QTest::keySequence(table, QKeySequence::Copy);
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(server.name + u'\t'));
}

void TestPlainText::layingOutIsBounded()
{
    const QString mark = u"\u0301"_s;
    const QString marks = u"a"_s + mark.repeated(300'000);
    const QString cut = u"a"_s + mark.repeated(16) + u'…';
    const QString longName = QString(300'000, u'x');
    // The values stay whole; what is measured and painted is not.
    QCOMPARE(ui::asCaption(marks), cut);
    QCOMPARE(ui::asToolTip(marks), cut);
    QCOMPARE(ui::asWindowTitle(marks), cut);
    QCOMPARE(ui::asWindowTitle(longName).size(), 1001);
    QVERIFY(looksSame<QWidget>(
        [](QWidget &widget, const QString &text) {
            (new ui::ElidedLabel(text, &widget))->resize(500, 80);
        },
        marks, cut));

    openstack::Server server = makeServer(1);
    server.name = marks;
    m_models.stores.servers.replaceAll({server});
    m_models.stores.servers.setState(loadedAt(m_models.net.clock.now()));
    ui::ListPage page(m_around->context, ui::instancesList());
    page.resize(1000, 600);
    page.show();
    auto *table = page.findChild<ui::TableView *>(u"instancesTable"_s);
    const QModelIndex first = table->model()->index(0, 0);
    const QImage whole = table->viewport()->grab(table->visualRect(first)).toImage();
    const int width = table->itemDelegate()->sizeHint({}, first).width();
    table->selectRow(0);
    QTest::keySequence(table, QKeySequence::Copy);
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(marks + u'\t'));
    table->clearSelection();
    server.name = cut;
    m_models.stores.servers.replaceAll({server});
    QTRY_COMPARE(table->model()->index(0, 0).data().toString(), cut);
    QCOMPARE(table->itemDelegate()->sizeHint({}, table->model()->index(0, 0)).width(), width);
    QVERIFY(!whole.isNull());
}

QTEST_MAIN(TestPlainText)
#include "tst_plaintext.moc"

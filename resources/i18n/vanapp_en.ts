<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh_CN">
  <context>
    <name>ActionButton</name>
    <message>
      <location filename="../../vanapp/ui/widgets/action.py" line="111" />
      <source>空格</source>
      <translation>Space</translation>
    </message>
  </context>
  <context>
    <name>AdviceCard</name>
    <message>
      <location filename="../../vanapp/ui/screens/consult_advice.py" line="120" />
      <source>打印清单</source>
      <translation>Print the list</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult_advice.py" line="121" />
      <source>看清单</source>
      <translation>Show the list</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult_advice.py" line="121" />
      <source>手机扫码</source>
      <translation>For a phone</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult_advice.py" line="122" />
      <source>二维码：手机扫码带走清单，不用上网</source>
      <translation>Code: a phone reads the list from it, without a network</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult_advice.py" line="138" />
      <source>收件清单</source>
      <translation>What to bring</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult_advice.py" line="138" />
      <source>结果</source>
      <translation>Result</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult_advice.py" line="145" />
      <source>答完各题，显示收费和时限</source>
      <translation>Fee and time appear once all is answered</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult_advice.py" line="171" />
      <source>可用电子证照</source>
      <translation>electronic licence serves</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult_advice.py" line="180" />
      <source>看原件</source>
      <translation>original shown</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult_advice.py" line="181" />
      <source>收原件</source>
      <translation>original taken</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult_advice.py" line="182" />
      <source>现场填写签名</source>
      <translation>filled in and signed here</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult_advice.py" line="183" />
      <source>联网核查，不用带</source>
      <translation>looked up, need not be brought</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult_advice.py" line="184" />
      <source>现场采集</source>
      <translation>taken here</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult_advice.py" line="189" />
      <source>现场办结</source>
      <translation>Done here</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult_advice.py" line="190" />
      <source>现场收件</source>
      <translation>Received here</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult_advice.py" line="191" />
      <source>只咨询和预约</source>
      <translation>Advice and booking</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult_advice.py" line="198" />
      <source>收费 {yuan} 元</source>
      <translation>Fee {yuan} yuan</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult_advice.py" line="198" />
      <source>不收费</source>
      <translation>No fee</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult_advice.py" line="201" />
      <source>工本费按受理时核定</source>
      <translation>Fee set when it is taken</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult_advice.py" line="202" />
      <source>未查到收费规定</source>
      <translation>No rule on a fee found</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult_advice.py" line="207" />
      <source>未查到时限规定</source>
      <translation>no rule on the time found</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult_advice.py" line="209" />
      <source>材料齐全当场办结</source>
      <translation>at once when complete</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult_advice.py" line="210" />
      <source>{n} 个工作日</source>
      <translation>{n} working days</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult_advice.py" line="210" />
      <source>{n} 天</source>
      <translation>{n} days</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult_advice.py" line="215" />
      <source>较可靠</source>
      <translation>well founded</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult_advice.py" line="216" />
      <source>一般</source>
      <translation>fairly founded</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult_advice.py" line="217" />
      <source>较弱，请向业务部门核实</source>
      <translation>weak, ask the bureau</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult_advice.py" line="219" />
      <source>依据更新 {date} · 来源{sure}</source>
      <translation>As of {date} · sources {sure}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult_advice.py" line="227" />
      <source>来源：{source}</source>
      <translation>Sources: {source}</translation>
    </message>
  </context>
  <context>
    <name>Banner</name>
    <message>
      <location filename="../../vanapp/ui/banner.py" line="74" />
      <source>关闭提示</source>
      <translation>Close this notice</translation>
    </message>
  </context>
  <context>
    <name>Books</name>
    <message>
      <location filename="../../vanapp/ui/presenters/books.py" line="95" />
      <source>已日结 {number}，上交 {amount}</source>
      <translation>Closed as {number}, {amount} to hand in</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/books.py" line="105" />
      <source>已打印</source>
      <translation>Printed</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/books.py" line="111" />
      <source>现金 {cash} · 扫码 {scan} · 尚未缴清 {owed}</source>
      <translation>Cash {cash} · by code {scan} · still owed {owed}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/books.py" line="115" />
      <source>{n} 件已过期</source>
      <translation>{n} overdue</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/books.py" line="116" />
      <source>上次日结 {number}</source>
      <translation>last closing {number}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/books.py" line="121" />
      <source>车上代管 {n} 件，交还或转交时逐件登记</source>
      <translation>{n} in the van; note each one when it is given back or sent on</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/books.py" line="122" />
      <source>待补交 {n} 件</source>
      <translation>{n} to be brought</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/books.py" line="123" />
      <source>先清点，再核对差额</source>
      <translation>Count first, then look at the difference</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/books.py" line="137" />
      <source>待缴 {amount}</source>
      <translation>{amount} owed</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/books.py" line="139" />
      <source>应退 {amount}</source>
      <translation>{amount} to give back</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/books.py" line="141" />
      <source>已收现金</source>
      <translation>Paid in cash</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/books.py" line="141" />
      <source>已扫码</source>
      <translation>Paid by code</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/books.py" line="144" />
      <source>免缴</source>
      <translation>Nothing to pay</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/books.py" line="165" />
      <source>代管中</source>
      <translation>In the van</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/books.py" line="169" />
      <source>本人签名</source>
      <translation>signed for</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/books.py" line="178" />
      <source>过期 {n} 天</source>
      <translation>{n} days late</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/books.py" line="180" />
      <source>今天到期</source>
      <translation>Due today</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/books.py" line="182" />
      <source>还有 {n} 天</source>
      <translation>{n} days left</translation>
    </message>
  </context>
  <context>
    <name>BooksScreen</name>
    <message>
      <location filename="../../vanapp/ui/screens/books.py" line="178" />
      <source>账物与收班</source>
      <translation>Books and closing</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/books.py" line="181" />
      <source>收费</source>
      <translation>Fees</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/books.py" line="182" />
      <source>代管</source>
      <translation>Originals</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/books.py" line="183" />
      <source>容缺补交</source>
      <translation>Papers to come</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/books.py" line="184" />
      <source>收班日结</source>
      <translation>Closing</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/books.py" line="191" />
      <source>上次日结以来没有收费</source>
      <translation>No fee since the last closing</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/books.py" line="192" />
      <source>车上没有代管的原件</source>
      <translation>The van holds no originals</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/books.py" line="193" />
      <source>没有待补交的材料</source>
      <translation>No papers are to come</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/books.py" line="197" />
      <source>补打、作废的原因</source>
      <translation>Reason for printing again or voiding</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/books.py" line="198" />
      <source>交给谁、转到哪里</source>
      <translation>Given to whom, sent where</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/books.py" line="199" />
      <source>有差额时写明原因</source>
      <translation>Reason for a difference</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/books.py" line="204" />
      <source>收到现金</source>
      <translation>Paid in cash</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/books.py" line="205" />
      <source>已扫码缴费</source>
      <translation>Paid by code</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/books.py" line="206" />
      <source>补打凭据</source>
      <translation>Print slip again</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/books.py" line="207" />
      <source>作废收款</source>
      <translation>Void payment</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/books.py" line="208" />
      <source>已退还本人</source>
      <translation>Given back</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/books.py" line="209" />
      <source>已转交</source>
      <translation>Sent on</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/books.py" line="210" />
      <source>打印标签</source>
      <translation>Print label</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/books.py" line="211" />
      <source>扫描补交</source>
      <translation>Scan it now</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/books.py" line="212" />
      <source>已交到派出所</source>
      <translation>Handed in at the station</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/books.py" line="213" />
      <source>日结并打印</source>
      <translation>Close and print</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/books.py" line="216" />
      <source>返回</source>
      <translation>Back</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/books.py" line="217" />
      <source>收费清单</source>
      <translation>List of fees</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/books.py" line="217" />
      <source>代管清单</source>
      <translation>List of originals</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/books.py" line="219" />
      <source>容缺清单</source>
      <translation>List of papers to come</translation>
    </message>
  </context>
  <context>
    <name>CameraCard</name>
    <message>
      <location filename="../../vanapp/ui/screens/camera_card.py" line="116" />
      <source>摄像头</source>
      <translation>Camera</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/camera_card.py" line="117" />
      <source>拍人像</source>
      <translation>Portraits</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/camera_card.py" line="117" />
      <source>拍材料</source>
      <translation>Documents</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/camera_card.py" line="119" />
      <source>系统默认摄像头</source>
      <translation>The system's default camera</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/camera_card.py" line="124" />
      <location filename="../../vanapp/ui/screens/camera_card.py" line="123" />
      <location filename="../../vanapp/ui/screens/camera_card.py" line="121" />
      <source>自动</source>
      <translation>Automatic</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/camera_card.py" line="122" />
      <source>{time} 秒</source>
      <translation>{time} s</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/camera_card.py" line="126" />
      <source>停止试看</source>
      <translation>Stop</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/camera_card.py" line="137" />
      <location filename="../../vanapp/ui/screens/camera_card.py" line="126" />
      <source>试看</source>
      <translation>Preview</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/camera_card.py" line="127" />
      <source>摄像头实时画面</source>
      <translation>Live picture of the camera</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/camera_card.py" line="128" />
      <source>用途</source>
      <translation>Used for</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/camera_card.py" line="129" />
      <source>使用哪一台</source>
      <translation>Which camera</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/camera_card.py" line="129" />
      <source>选定的一台没有接上</source>
      <translation>The chosen one is not plugged in</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/camera_card.py" line="130" />
      <source>分辨率</source>
      <translation>Resolution</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/camera_card.py" line="130" />
      <source>选定的分辨率现在没有</source>
      <translation>The chosen one is not offered now</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/camera_card.py" line="131" />
      <source>这台摄像头只能自动</source>
      <translation>This camera only does it by itself</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/camera_card.py" line="132" />
      <source>固定在一档后不再变动；试看时选最清楚的一档</source>
      <translation>A fixed position does not change any more; take the sharpest in the preview</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/camera_card.py" line="133" />
      <source>对焦</source>
      <translation>Focus</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/camera_card.py" line="133" />
      <source>选定的一档现在没有</source>
      <translation>The chosen position is not offered now</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/camera_card.py" line="134" />
      <source>灯光下画面有条纹时，选 1/25、1/50 或 1/100</source>
      <translation>If lamps make bands in the picture, take 1/25, 1/50 or 1/100</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/camera_card.py" line="135" />
      <source>选定的曝光时间现在没有</source>
      <translation>The chosen time is not offered now</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/camera_card.py" line="136" />
      <source>曝光</source>
      <translation>Exposure</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/camera_card.py" line="137" />
      <source>看看选好的样子；改动马上看得到</source>
      <translation>See what was chosen; a change shows at once</translation>
    </message>
  </context>
  <context>
    <name>CheckPage</name>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="215" />
      <source>「{page}」还没有完成</source>
      <translation>“{page}” is not finished yet</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="216" />
      <source>标记的内容需要改正</source>
      <translation>What is marked needs correcting</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="217" />
      <source>请先选择是否本人：按 1、2 或 3</source>
      <translation>First say whether this is the person: press 1, 2 or 3</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="218" />
      <source>请在签名板上签名</source>
      <translation>Please sign on the tablet</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="218" />
      <source>请在左边签名</source>
      <translation>Please sign on the left</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="219" />
      <source>签名之后内容有改动，请重新签名</source>
      <translation>Something changed after the signature. Please sign again</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="252" />
      <source>芯片</source>
      <translation>Chip</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="252" />
      <source>修改 {key}</source>
      <translation>Change {key}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="264" />
      <source>是本人</source>
      <translation>Same person</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="265" />
      <source>存疑，送复核</source>
      <translation>In doubt</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="266" />
      <source>不是本人</source>
      <translation>Other person</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="284" />
      <source>人像</source>
      <translation>Face</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="284" />
      <source>指纹</source>
      <translation>Finger</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="284" />
      <source>动作</source>
      <translation>Movement</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="288" />
      <source>比对中…</source>
      <translation>comparing…</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="289" />
      <source>一致</source>
      <translation>match</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="290" />
      <source>存疑</source>
      <translation>review</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="291" />
      <source>不一致</source>
      <translation>no match</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="292" />
      <source>无法比对</source>
      <translation>not comparable</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="293" />
      <source>不比对</source>
      <translation>not compared</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="294" />
      <source>目视比对</source>
      <translation>by eye</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="295" />
      <source>已见</source>
      <translation>seen</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="296" />
      <source>未见</source>
      <translation>not seen</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="315" />
      <source>差异 {score:.2f}，一致的上限 {limit:.2f}</source>
      <translation>Apart by {score:.2f}; a match is {limit:.2f} at most</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="316" />
      <source>得分 {score:.1f}，一致的下限 {limit:.1f}</source>
      <translation>Score {score:.1f}; a match is {limit:.1f} at least</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="327" />
      <location filename="../../vanapp/ui/screens/intake_check.py" line="326" />
      <location filename="../../vanapp/ui/screens/intake_check.py" line="325" />
      <location filename="../../vanapp/ui/screens/intake_check.py" line="324" />
      <source>送人工复核</source>
      <translation>To manual review</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="328" />
      <source>练习用的人像是画的，不作比对，由民警判断</source>
      <translation>Drawn faces are not compared; you decide</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="329" />
      <source>没有可比的相片，请民警目视比对</source>
      <translation>No earlier photo: the officer compares by eye</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="334" />
      <source>以前的相片</source>
      <translation>The earlier photo</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="334" />
      <source>芯片里的相片</source>
      <translation>The picture on the chip</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="359" />
      <source>证件、相片与面前的人，是同一个人吗？</source>
      <translation>Are the card, the picture and the person here one and the same?</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="361" />
      <source>监护人签名</source>
      <translation>Guardian's signature</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="361" />
      <source>本人签名</source>
      <translation>Applicant's signature</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="363" />
      <source>{who}签名</source>
      <translation>{who} signs</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="367" />
      <source>以上内容已向本人宣读。签名与本申请内容绑定，之后不可更改。</source>
      <translation>The above was read out. The signature is bound to this application, which cannot change afterwards.</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="368" />
      <source>请在签名板上签名，写完按 Enter。</source>
      <translation>Sign on the tablet, then Enter.</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="370" />
      <source>重签</source>
      <translation>Sign again</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="371" />
      <source>现场相片</source>
      <translation>Picture taken now</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_check.py" line="375" />
      <source>无指纹</source>
      <translation>No fingerprint</translation>
    </message>
  </context>
  <context>
    <name>ClosingCard</name>
    <message>
      <location filename="../../vanapp/ui/screens/closing_card.py" line="154" />
      <source>账款相符</source>
      <translation>It agrees</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/closing_card.py" line="156" />
      <source>多 {amount}</source>
      <translation>{amount} too much</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/closing_card.py" line="158" />
      <source>少 {amount}</source>
      <translation>{amount} missing</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/closing_card.py" line="168" />
      <location filename="../../vanapp/ui/screens/closing_card.py" line="161" />
      <source>清点现金</source>
      <translation>Cash counted</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/closing_card.py" line="163" />
      <source>{face} 张（枚）</source>
      <translation>{face} pieces</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/closing_card.py" line="172" />
      <location filename="../../vanapp/ui/screens/closing_card.py" line="166" />
      <source>备用金（元）</source>
      <translation>Change at first (yuan)</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/closing_card.py" line="167" />
      <source>应有现金</source>
      <translation>Must be there</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/closing_card.py" line="173" />
      <location filename="../../vanapp/ui/screens/closing_card.py" line="169" />
      <source>留作备用金（元）</source>
      <translation>Stays as change (yuan)</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/closing_card.py" line="174" />
      <source>代管原件 {n} 件已清点</source>
      <translation>{n} originals counted</translation>
    </message>
  </context>
  <context>
    <name>Consult</name>
    <message>
      <location filename="../../vanapp/ui/presenters/consult.py" line="319" />
      <source>正在打印清单</source>
      <translation>Printing the list</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/consult.py" line="320" />
      <source>清单已打印</source>
      <translation>The list is printed</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/consult.py" line="321" />
      <source>清单已交给打印机</source>
      <translation>The list was handed to the printer</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/consult.py" line="322" />
      <source>没有打印机，清单已存在本机；可让群众扫码带走</source>
      <translation>No printer: the list is kept on this laptop; let the resident scan the code</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/consult.py" line="326" />
      <source>清单没有印出。{trouble}</source>
      <translation>The list did not come out. {trouble}</translation>
    </message>
  </context>
  <context>
    <name>ConsultScreen</name>
    <message>
      <location filename="../../vanapp/ui/screens/consult.py" line="180" />
      <source>咨询</source>
      <translation>Advice</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult.py" line="181" />
      <source>要带什么、收多少钱、几天能好</source>
      <translation>What to bring, what it costs, how long</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult.py" line="182" />
      <source>说法、拼音或首字母，如：身份证丢了</source>
      <translation>Words, pinyin or initials</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult.py" line="183" />
      <source>查找业务</source>
      <translation>Find a matter</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult.py" line="184" />
      <source>先在左边选一类业务，或输入群众的说法。</source>
      <translation>Choose a matter on the left, or type what the person says.</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult.py" line="185" />
      <source>返回</source>
      <translation>Back</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult.py" line="197" />
      <source>{n} 类业务要用</source>
      <translation>wanted for {n} matters</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult.py" line="210" />
      <source>没有找到。换个说法试试，或清空后从列表里选。</source>
      <translation>Nothing found. Try other words, or clear the line and choose from the list.</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult.py" line="222" />
      <source>第 {n} 题，共 {all} 题</source>
      <translation>Question {n} of {all}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult.py" line="234" />
      <source>全部列出</source>
      <translation>Show all</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult.py" line="234" />
      <source>逐题询问</source>
      <translation>One by one</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult.py" line="253" />
      <source>预约窗口</source>
      <translation>Book at the hall</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult.py" line="253" />
      <source>下一题</source>
      <translation>Next question</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult.py" line="254" />
      <source>开始受理</source>
      <translation>Begin</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult.py" line="260" />
      <source>这类业务外勤不能受理。可以现在预约，答过的不用再答。</source>
      <translation>The field does not take this. Book now: what was answered is kept.</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/consult.py" line="262" />
      <source>这类业务本机暂不能受理，请按清单准备后到窗口或预约办理。</source>
      <translation>Not taken on this laptop yet: prepare by the list, then visit the hall or book.</translation>
    </message>
  </context>
  <context>
    <name>DeskCard</name>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="127" />
      <source>训练台</source>
      <translation>Training desk</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="128" />
      <source>用虚拟设备练习：替来办证的人放证、按手指、坐到镜头前。</source>
      <translation>Practise with virtual instruments: be the hands of the person at the counter.</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="129" />
      <source>自动配合</source>
      <translation>By themselves</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="129" />
      <source>由我操作</source>
      <translation>By hand</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="130" />
      <source>柜台前的人</source>
      <translation>At the counter</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="133" />
      <source>放身份证</source>
      <translation>Lay the card</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="134" />
      <source>取走身份证</source>
      <translation>Take the card</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="135" />
      <source>坐到镜头前</source>
      <translation>Sit down</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="136" />
      <source>离开镜头</source>
      <translation>Stand up</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="137" />
      <source>抬起手指</source>
      <translation>Lift the finger</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="138" />
      <source>放护照</source>
      <translation>Lay passport</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="139" />
      <source>取走护照</source>
      <translation>Take passport</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="140" />
      <source>在签名板上签名</source>
      <translation>Sign on the tablet</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="141" />
      <source>放进扫描仪</source>
      <translation>Into the feeder</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="142" />
      <source>放到玻璃板上</source>
      <translation>On the glass</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="143" />
      <source>收走材料</source>
      <translation>Take papers away</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="146" />
      <source>按手指</source>
      <translation>Press a finger</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="148" />
      <source>正常</source>
      <translation>Good</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="149" />
      <source>偏干</source>
      <translation>Dry</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="150" />
      <source>偏湿</source>
      <translation>Wet</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="151" />
      <source>磨损</source>
      <translation>Worn</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="152" />
      <source>偏位</source>
      <translation>Off centre</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="153" />
      <source>没按上</source>
      <translation>Missed</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="156" />
      <source>镜头下的材料</source>
      <translation>Paper under the lens</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="159" />
      <source>制造故障</source>
      <translation>Break something</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="163" />
      <source>拔下</source>
      <translation>Unplug</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="164" />
      <source>插上</source>
      <translation>Plug in</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="173" />
      <source>户口簿</source>
      <translation>Household booklet</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="174" />
      <source>监护人的户口簿</source>
      <translation>The guardian's booklet</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="175" />
      <source>证明信</source>
      <translation>Letter</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="176" />
      <source>护照的资料页</source>
      <translation>Passport's data page</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="182" />
      <source>没有故障</source>
      <translation>No fault</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="183" />
      <source>不应答</source>
      <translation>Does not answer</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="184" />
      <source>拒绝命令</source>
      <translation>Refuses commands</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="185" />
      <source>应答乱码</source>
      <translation>Answers nonsense</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="186" />
      <source>读到一半拔掉</source>
      <translation>Unplugged while reading</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="187" />
      <source>被别的程序占用</source>
      <translation>In use by another program</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="188" />
      <source>没有权限</source>
      <translation>No permission</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="189" />
      <source>证件仿冒或磨损</source>
      <translation>Card forged or worn</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="190" />
      <source>证件过早拿开</source>
      <translation>Card taken too early</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="191" />
      <source>手指过早抬起</source>
      <translation>Finger lifted too early</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="192" />
      <source>画面全黑</source>
      <translation>Black picture</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="193" />
      <source>光线太暗</source>
      <translation>Too dark</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="194" />
      <source>光线太亮</source>
      <translation>Too bright</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="195" />
      <source>画面模糊</source>
      <translation>Blurred</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="196" />
      <source>镜头被盖住</source>
      <translation>Lens covered</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="197" />
      <source>背景有花纹</source>
      <translation>Patterned wall</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="198" />
      <source>没有存储卡</source>
      <translation>No memory card</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="199" />
      <source>存储卡已满</source>
      <translation>Memory card full</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="200" />
      <source>没有拍成</source>
      <translation>Does not release</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="201" />
      <source>卡纸</source>
      <translation>Paper jam</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="202" />
      <source>扫到第二张卡纸</source>
      <translation>Jam at the second sheet</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="203" />
      <source>盖子开着</source>
      <translation>Cover open</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="204" />
      <source>扫出空白页</source>
      <translation>Empty picture</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="205" />
      <source>护照过早拿开</source>
      <translation>Passport taken too early</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="206" />
      <source>系统服务没有运行</source>
      <translation>System service is off</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/desk_card.py" line="207" />
      <source>缺纸</source>
      <translation>No paper</translation>
    </message>
  </context>
  <context>
    <name>FieldRow</name>
    <message>
      <location filename="../../vanapp/ui/fields/offered.py" line="44" />
      <source>拼音、首字母或汉字选区划，↓ 看用过的地址</source>
      <translation>Pinyin, initials or Chinese find the division; ↓ lists earlier addresses</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/fields/offered.py" line="77" />
      <source>没有的字先打 / ，再打部件、笔画数、拼音或 U+ 码</source>
      <translation>A rare character: type / and its parts, strokes, pinyin or U+ code</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/fields/offered.py" line="218" />
      <source>{count} 画</source>
      <translation>{count} strokes</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/fields/offered.py" line="221" />
      <source>本次上门</source>
      <translation>this visit</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/fields/offered.py" line="223" />
      <source>近期</source>
      <translation>recent</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/fields/row.py" line="156" />
      <source>（可不填）</source>
      <translation>(optional)</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/fields/row.py" line="159" />
      <source>芯片</source>
      <translation>Chip</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/fields/row.py" line="162" />
      <source>长期</source>
      <translation>Long-term</translation>
    </message>
  </context>
  <context>
    <name>FingersPage</name>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="201" />
      <source>摄像头未连接，插好后会自动继续</source>
      <translation>The camera is not connected. Plug it in and it goes on by itself</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="230" />
      <source>第 {place} 枚</source>
      <translation>Finger {place}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="230" />
      <source>待采集</source>
      <translation>To be taken</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="233" />
      <source>良好 {quality}</source>
      <translation>Good {quality}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="236" />
      <source>已留最好 {quality}</source>
      <translation>Best kept {quality}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="242" />
      <source>图像质量</source>
      <translation>Image quality</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="244" />
      <source>良好</source>
      <translation>good</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="246" />
      <source>再试一次</source>
      <translation>try again</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="308" />
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="246" />
      <source>差</source>
      <translation>Poor</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="247" />
      <source>图像质量：{word} {quality}</source>
      <translation>Quality: {word} {quality}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="251" />
      <source>各次 {tries}，留最好 {best}</source>
      <translation>tries {tries}, best kept {best}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="257" />
      <source>指纹已采集完成</source>
      <translation>Fingerprints are taken</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="259" />
      <source>指纹仪未连接，插好后会自动继续</source>
      <translation>The fingerprint scanner is not connected. Plug it in and it goes on by itself</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="261" />
      <source>请抬起手指</source>
      <translation>Please lift the finger</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="263" />
      <source>正在采集，请按住不动</source>
      <translation>Taking the print, please hold still</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="268" />
      <source>质量良好，请换下一枚</source>
      <translation>Good. Now the next finger</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="270" />
      <source>未满 16 周岁可不采集指纹，按 Enter 跳过</source>
      <translation>Under 16 fingerprints are optional. Enter skips them</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="272" />
      <source>请用指纹仪平稳按压，指肚居中</source>
      <translation>Press evenly on the scanner, pad of the finger in the middle</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="276" />
      <source>{finger} 无法采集</source>
      <translation>{finger} cannot be taken</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="277" />
      <source>请选择原因，并拍下手部情况。</source>
      <translation>Choose the reason and take a picture of the hand.</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="281" />
      <source>整只手都无法采集</source>
      <translation>Whole hand missing</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="282" />
      <source>拍照并记录</source>
      <translation>Take and record</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="284" />
      <source>手部画面</source>
      <translation>Picture of the hand</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="297" />
      <source>指纹采集完成</source>
      <translation>Fingerprints are taken</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="301" />
      <source>请按 {finger}</source>
      <translation>Press the {finger}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="302" />
      <source>第 {attempt} 次 / {tries}</source>
      <translation>Try {attempt} of {tries}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="309" />
      <source>再试 {value}</source>
      <translation>Retry {value}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="310" />
      <source>良好 {value}</source>
      <translation>Good {value}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="313" />
      <source>换一指</source>
      <translation>Other finger</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="314" />
      <source>无法采集…</source>
      <translation>Cannot take…</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_fingers.py" line="315" />
      <source>刚采集的指纹</source>
      <translation>The print just taken</translation>
    </message>
  </context>
  <context>
    <name>FinishPage</name>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="234" />
      <source>受理号 {office} · 临时受理号 {number}</source>
      <translation>Acceptance No. {office} · provisional {number}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="235" />
      <source>临时受理号 {number}，正式受理号由局里下发</source>
      <translation>Provisional No. {number}; the office gives the final one</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="249" />
      <source>收费方式</source>
      <translation>Payment</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="249" />
      <source>本次不收费</source>
      <translation>No fee this time</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="259" />
      <source>请群众评价本次服务，可不评</source>
      <translation>What the resident thinks of the service, if they like to say</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="262" />
      <source>申领登记表</source>
      <translation>Application form</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="262" />
      <source>领取凭证</source>
      <translation>Receipt</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="264" />
      <source>申请表</source>
      <translation>Application</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="264" />
      <source>受理回执</source>
      <translation>Receipt</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="266" />
      <source>收费凭据</source>
      <translation>Fee slip</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="267" />
      <source>缴款通知单</source>
      <translation>Payment notice</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="268" />
      <source>容缺告知单</source>
      <translation>Missing documents</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="269" />
      <source>代管收据</source>
      <translation>Originals held</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="270" />
      <source>本次回执</source>
      <translation>Receipt of the visit</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="273" />
      <source>待打印</source>
      <translation>To be printed</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="274" />
      <source>正在打印</source>
      <translation>Printing</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="275" />
      <source>已打印</source>
      <translation>Printed</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="276" />
      <source>已交给打印机，请看一眼纸张</source>
      <translation>Handed to the printer: look at the sheet</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="277" />
      <source>已交给打印机，等它印出</source>
      <translation>Handed to the printer: waiting for it</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="278" />
      <source>打印机停住了，好了会自动印出</source>
      <translation>The printer stopped; it goes on by itself</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="279" />
      <source>已存为文件，可稍后打印</source>
      <translation>Saved as a file, print it later</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="280" />
      <source>没有打印，可再打印</source>
      <translation>Not printed, try again</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="294" />
      <source>居民身份证申领登记表：请本人过目，一份交本人</source>
      <translation>Application form: to be read by the person, one copy is theirs</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="295" />
      <source>领取凭证：凭此领证，请妥善保管</source>
      <translation>Receipt: needed to collect the card, please keep it safe</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="297" />
      <source>申请表：请本人过目，一份交本人</source>
      <translation>Application: read over by the person, one copy to keep</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="298" />
      <source>受理回执：凭此查询结果，请妥善保管</source>
      <translation>Receipt: for asking about the outcome, to be kept</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="300" />
      <source>原居民身份证：领取新证时交回</source>
      <translation>Old card: to be handed back when the new one is collected</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="303" />
      <source>{month} 月 {day} 日前可领取新证</source>
      <translation>The new card can be collected by {day}/{month}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="303" />
      <source>{month} 月 {day} 日前答复</source>
      <translation>Answered by {day}/{month}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="306" />
      <source>材料齐全的当场办结</source>
      <translation>Settled on the spot when nothing is missing</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="309" />
      <source>缴款通知单：领证前缴清</source>
      <translation>Payment notice: to be paid before the card is collected</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="310" />
      <source>容缺告知单：请按期补交所列材料</source>
      <translation>Missing documents: bring them in time</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="311" />
      <source>代管收据：凭此取回原件</source>
      <translation>Originals held: given back against this receipt</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="332" />
      <source>已交付，下一位</source>
      <translation>Handed over, next person</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="332" />
      <source>封存并打印</source>
      <translation>Seal and print</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="335" />
      <source>没有查到收费规定</source>
      <translation>No rule of a fee was found</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="342" />
      <source>依据：{source}</source>
      <translation>Source: {source}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="345" />
      <source>同户再办一件</source>
      <translation>Same household</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="346" />
      <source>拍减免证明</source>
      <translation>Scan the proof</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="347" />
      <source>再打印其他单据</source>
      <translation>Print the others again</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="348" />
      <source>本次 {count} 件合打回执</source>
      <translation>One receipt for {count}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="351" />
      <source>旧证收存代管</source>
      <translation>Keep the old card</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="353" />
      <source>减免</source>
      <translation>Waiver</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="354" />
      <source>已封存，待发送</source>
      <translation>Sealed, waiting to be sent</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="356" />
      <source>请交给群众</source>
      <translation>To hand over</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="358" />
      <source>再打印登记表</source>
      <translation>Print the form again</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="358" />
      <source>再打印申请表</source>
      <translation>Print the application again</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="359" />
      <source>再打印凭证</source>
      <translation>Print the receipt again</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_finish.py" line="359" />
      <source>再打印回执</source>
      <translation>Print the receipt again</translation>
    </message>
  </context>
  <context>
    <name>Head</name>
    <message>
      <location filename="../../vanapp/ui/head.py" line="39" />
      <source>训练模式</source>
      <translation>Training</translation>
    </message>
  </context>
  <context>
    <name>IdentityPage</name>
    <message>
      <location filename="../../vanapp/ui/screens/intake_identity.py" line="224" />
      <source>读卡器未连接</source>
      <translation>The card reader is not connected</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_identity.py" line="225" />
      <source>请插好读卡器，插好后会自动继续；也可以按 F10 用高拍仪读，或在下面输入号码</source>
      <translation>Plug in the reader and it goes on by itself; or press F10 to use the document camera, or type the number below</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_identity.py" line="228" />
      <source>请把居民身份证放在读卡器上</source>
      <translation>Lay the identity card on the reader</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_identity.py" line="229" />
      <source>读不出来？按 F10 用高拍仪读；护照按 F11；没有证件请在下面输入公民身份号码</source>
      <translation>Not read? Press F10 for the camera, F11 for a passport; with no card, type the identity number below</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_identity.py" line="231" />
      <source>正在读取，请不要移动证件</source>
      <translation>Reading, please do not move the card</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_identity.py" line="265" />
      <location filename="../../vanapp/ui/screens/intake_identity.py" line="231" />
      <source>大约需要一秒</source>
      <translation>It takes about a second</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_identity.py" line="232" />
      <source>已读取证件</source>
      <translation>The card was read</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_identity.py" line="232" />
      <source>请核对证件与本人；核对无误请继续</source>
      <translation>Compare card and person, then go on</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_identity.py" line="242" />
      <source>不用高拍仪</source>
      <translation>Leave the camera</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_identity.py" line="242" />
      <source>高拍仪读证件</source>
      <translation>Read with camera</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_identity.py" line="244" />
      <source>不用护照</source>
      <translation>No passport</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_identity.py" line="244" />
      <source>护照</source>
      <translation>Passport</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_identity.py" line="245" />
      <source>高拍仪画面</source>
      <translation>Document camera's picture</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_identity.py" line="247" />
      <source>芯片里的相片</source>
      <translation>The picture on the chip</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_identity.py" line="250" />
      <location filename="../../vanapp/ui/screens/intake_identity.py" line="248" />
      <source>公民身份号码</source>
      <translation>Identity number</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_identity.py" line="249" />
      <source>18 位号码</source>
      <translation>18 digits</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_identity.py" line="251" />
      <source>确认无误，继续</source>
      <translation>It is right, go on</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_identity.py" line="251" />
      <source>下一步</source>
      <translation>Next</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_identity.py" line="257" />
      <source>已填入 {count} 项，请与证件原件核对；核对无误请继续</source>
      <translation>{count} entries filled in; compare with the document, then go on</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_identity.py" line="258" />
      <source>已填入 {count} 项，其中 {doubts} 项看不准，请在申请信息页逐项确认</source>
      <translation>{count} entries filled in, {doubts} of them doubtful; confirm those on the particulars page</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_identity.py" line="259" />
      <source>已识别证件影像</source>
      <translation>Document read</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_identity.py" line="262" />
      <source>请把证件放在高拍仪下</source>
      <translation>Lay the document under the camera</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_identity.py" line="263" />
      <source>身份证正面或背面、户口簿页、护照资料页；放平，避开反光，会自动识别</source>
      <translation>Either side of an ID card, a household booklet's page, a passport's data page; flat, without glare; it is read by itself</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_identity.py" line="265" />
      <source>正在识别，请不要移动证件</source>
      <translation>Reading; do not move the document</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_identity.py" line="267" />
      <source>没有认出证件，正在再看一次</source>
      <translation>Not recognised; looking again</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_identity.py" line="268" />
      <source>请放平、对正，移开手指和反光；不用时再按一次 F10</source>
      <translation>Lay it flat and straight, without fingers or glare; F10 again to leave</translation>
    </message>
  </context>
  <context>
    <name>InstrumentsScreen</name>
    <message>
      <location filename="../../vanapp/ui/screens/instruments.py" line="72" />
      <source>{ready}/{all} 就绪</source>
      <translation>{ready}/{all} ready</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/instruments.py" line="83" />
      <source>设备</source>
      <translation>Devices</translation>
    </message>
  </context>
  <context>
    <name>Intake</name>
    <message>
      <location filename="../../vanapp/ui/screens/intake_words.py" line="22" />
      <source>还差 {count} 位</source>
      <translation>{count} digits to go</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_words.py" line="23" />
      <source>还有手指没有采集。请按提示采集，确实无法采集请按 F8。</source>
      <translation>A finger is still missing. Take it as shown; if that is impossible press F8.</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_words.py" line="24" />
      <source>证件内容与已输入的不一致，已采用证件内容。请核对。</source>
      <translation>The card differs from what was typed. The card's text was taken; please check it.</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_words.py" line="25" />
      <source>签名板被拔出，没写完的签名已清除。请插好重签，或在屏幕上签名。</source>
      <translation>The signature tablet was unplugged; the unfinished signature is gone. Plug it in and sign again, or sign on the screen.</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_words.py" line="28" />
      <source>相片已保存，但照相机存储卡上还留着一张，无法删除。请在照相机上删除后再继续。</source>
      <translation>The picture is kept, but a copy stays on the camera's card and cannot be deleted from here. Delete it on the camera, then go on.</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_words.py" line="31" />
      <source>证件影像与已录入的不一致，已录入的没有改动。请核对后手工修改。</source>
      <translation>The document differs from what was entered; what was entered has not changed. Compare, and correct it by hand.</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_words.py" line="34" />
      <source>这份证件是另一个人的，没有填入任何内容。请换本人的证件。</source>
      <translation>This document is another person's; nothing was filled in. Use this person's own document.</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_words.py" line="37" />
      <source>{finger} 与今天 {number} 号申请的指纹相同，可能是同一个人或指纹错位。请核对两人身份。</source>
      <translation>{finger}: the same print as in application {number} of today. Check who both people are.</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_words.py" line="40" />
      <source>此情形不能在外受理。请告知群众到户籍所在地派出所办理。</source>
      <translation>This case cannot be taken in the field. Please send the person to the police station of their household.</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_words.py" line="68" />
      <source>身份</source>
      <translation>Identity</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_words.py" line="69" />
      <source>业务与情形</source>
      <translation>Matter</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_words.py" line="70" />
      <source>申请信息</source>
      <translation>Particulars</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_words.py" line="71" />
      <source>人像</source>
      <translation>Portrait</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_words.py" line="72" />
      <source>指纹</source>
      <translation>Fingerprints</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_words.py" line="73" />
      <source>材料</source>
      <translation>Documents</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_words.py" line="74" />
      <source>核对与签名</source>
      <translation>Check and sign</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_words.py" line="75" />
      <source>缴费与交付</source>
      <translation>Fee and hand-over</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_words.py" line="104" />
      <source>长期</source>
      <translation>Long-term</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_panel.py" line="40" />
      <source>{name}族</source>
      <translation>{name}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_panel.py" line="42" />
      <source>{years} 岁</source>
      <translation>{years} yrs</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_panel.py" line="44" />
      <source>姓名待填</source>
      <translation>Name to come</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_panel.py" line="44" />
      <source>等待读取证件</source>
      <translation>Waiting for the card</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_panel.py" line="49" />
      <source>65+ 优先</source>
      <translation>65+ first</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_panel.py" line="51" />
      <source>未满 16 岁</source>
      <translation>Under 16</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_panel.py" line="56" />
      <source>公民身份号码</source>
      <translation>Identity number</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_panel.py" line="59" />
      <source>住址</source>
      <translation>Address</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_panel.py" line="61" />
      <source>住址（芯片）</source>
      <translation>Address (chip)</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_panel.py" line="69" />
      <source>收件清单</source>
      <translation>Checklist</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_panel.py" line="88" />
      <source>{month} 月 {day} 日</source>
      <translation>{day}/{month}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_panel.py" line="89" />
      <source>承诺日期</source>
      <translation>Promised for</translation>
    </message>
  </context>
  <context>
    <name>IntakePage</name>
    <message>
      <location filename="../../vanapp/ui/screens/intake_page.py" line="121" />
      <source>上一步</source>
      <translation>Back</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_page.py" line="122" />
      <source>下一步</source>
      <translation>Next</translation>
    </message>
  </context>
  <context>
    <name>IntakeScreen</name>
    <message>
      <location filename="../../vanapp/ui/screens/intake.py" line="179" />
      <source>局里退回：{reasons}</source>
      <translation>Returned by the office: {reasons}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake.py" line="196" />
      <source>已撤销上一步</source>
      <translation>The last step was undone</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake.py" line="256" />
      <source>受理</source>
      <translation>Intake</translation>
    </message>
  </context>
  <context>
    <name>Kit</name>
    <message>
      <location filename="../../vanapp/ui/presenters/kit.py" line="169" />
      <source>设备自检 {good}/{all} · {seconds} 秒</source>
      <translation>Kit check {good}/{all} · {seconds} s</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/kit.py" line="176" />
      <source>检查单已打印，并存在本机</source>
      <translation>The slip is printed, and kept on this laptop</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/kit.py" line="177" />
      <source>检查单已交给打印机，并存在本机</source>
      <translation>Slip handed to the printer, and kept here</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/kit.py" line="178" />
      <source>检查单已存在本机；要纸质的请按 F6</source>
      <translation>The slip is kept on this laptop; F6 prints it</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/kit.py" line="182" />
      <source>检查单已存在本机，没有打印。{trouble}</source>
      <translation>The slip is kept on this laptop but not printed. {trouble}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/kit.py" line="193" />
      <source>{name} · 已连接，未试印</source>
      <translation>{name} · connected, not tried</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/kit.py" line="194" />
      <source>{name} · 通过 · {seconds} 秒</source>
      <translation>{name} · go · {seconds} s</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/kit.py" line="197" />
      <source>{name} · 没有检查完</source>
      <translation>{name} · not finished</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/kit.py" line="198" />
      <source>{name} · 未连接</source>
      <translation>{name} · not connected</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/kit.py" line="198" />
      <source>{name} · 不通过</source>
      <translation>{name} · no-go</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/kit.py" line="206" />
      <source>请放一张身份证</source>
      <translation>Lay an identity card on it</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/kit.py" line="207" />
      <source>请按一下手指</source>
      <translation>Press a finger</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/kit.py" line="212" />
      <source>请抬起手指</source>
      <translation>Please lift the finger</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/kit.py" line="213" />
      <source>正在检查</source>
      <translation>Checking</translation>
    </message>
  </context>
  <context>
    <name>KitCard</name>
    <message>
      <location filename="../../vanapp/ui/screens/kit_card.py" line="61" />
      <source>出发检查</source>
      <translation>Ready to leave?</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/kit_card.py" line="63" />
      <source>每台设备实际用一次：请放一张身份证、按一下手指。最多一分钟，不留存图像。</source>
      <translation>Every instrument does its work once: lay an identity card, press a finger. At most a minute; no image is kept.</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/kit_card.py" line="65" />
      <source>停止检查</source>
      <translation>Stop the check</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/kit_card.py" line="65" />
      <source>检查设备</source>
      <translation>Check the kit</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/kit_card.py" line="66" />
      <source>打印检查单</source>
      <translation>Print the slip</translation>
    </message>
  </context>
  <context>
    <name>Lists</name>
    <message>
      <location filename="../../vanapp/ui/presenters/lists.py" line="60" />
      <source>校园名单</source>
      <translation>School list</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/lists.py" line="61" />
      <source>到期上门</source>
      <translation>Cards that end</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/lists.py" line="63" />
      <source>{title} {begun}/{people}</source>
      <translation>{title} {begun}/{people}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/lists.py" line="69" />
      <source>待办</source>
      <translation>To do</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/lists.py" line="70" />
      <source>未办完</source>
      <translation>Unfinished</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/lists.py" line="71" />
      <source>已办完</source>
      <translation>Done</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/lists.py" line="83" />
      <source>有效期至 {day}</source>
      <translation>valid to {day}</translation>
    </message>
  </context>
  <context>
    <name>ListsScreen</name>
    <message>
      <location filename="../../vanapp/ui/screens/lists.py" line="108" />
      <source>名单</source>
      <translation>Lists</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/lists.py" line="109" />
      <source>姓名、号码</source>
      <translation>Name or number</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/lists.py" line="110" />
      <source>查找</source>
      <translation>Search</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/lists.py" line="111" />
      <source>名单上的人</source>
      <translation>People of the list</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/lists.py" line="112" />
      <source>开始办理</source>
      <translation>Begin</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/lists.py" line="118" />
      <source>名单上没有符合的人</source>
      <translation>Nobody on this list fits</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/lists.py" line="120" />
      <source>局里还没有下发名单。连上办证网后会自动收到。</source>
      <translation>The office has sent no list yet. It comes by itself when the line is up.</translation>
    </message>
  </context>
  <context>
    <name>LockCover</name>
    <message>
      <location filename="../../vanapp/ui/lock.py" line="123" />
      <source>已锁定</source>
      <translation>Locked</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/lock.py" line="124" />
      <source>口令</source>
      <translation>Pass-phrase</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/lock.py" line="125" />
      <source>解锁</source>
      <translation>Unlock</translation>
    </message>
  </context>
  <context>
    <name>MainWindow</name>
    <message>
      <location filename="../../vanapp/ui/window.py" line="149" />
      <source>流动办证</source>
      <translation>Field enrolment</translation>
    </message>
  </context>
  <context>
    <name>MaterialsPage</name>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="138" />
      <source>已保存 {pages} 页（{size}）。还有下一页请再拍或再扫，没有请按 Enter</source>
      <translation>Pages saved: {pages} ({size}). Take or scan the next one; Enter when there is none</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="153" />
      <source>材料齐全，随后自动继续；按 Esc 停在本页</source>
      <translation>Everything is here. It goes on by itself, Esc stays</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="153" />
      <source>材料齐全</source>
      <translation>Everything is here</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="159" />
      <source>还缺：{name}。请放到镜头下按空格拍摄，或看过原件后按 T</source>
      <translation>Missing: {name}. Put it under the lens and press Space, or press T when you have seen the original</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="172" />
      <source>正在扫描，已完成 {pages} 页；按 Esc 停止</source>
      <translation>Scanning; pages done: {pages}. Esc stops</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="181" />
      <source>正在识别这一页的文字，大约需要一秒</source>
      <translation>Reading this page; it takes about a second</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="185" />
      <source>原件已代管，编号 {number}。封存后打印收据，标签可在“账物”里打印</source>
      <translation>The original is held as {number}. Its receipt is printed after sealing, its label from the books</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="190" />
      <source>这一页没有可以补填的内容，已录入的没有改动</source>
      <translation>This page has nothing to add; what was entered has not changed</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="191" />
      <source>已从这一页补填 {count} 项，其中 {doubts} 项看不准；请在申请信息页核对</source>
      <translation>{count} entries filled in from this page, {doubts} of them doubtful; compare them on the particulars page</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="201" />
      <source>摄像头未连接；请放好材料，按 S 用扫描仪</source>
      <translation>The camera is not connected; lay the document in the scanner and press S</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="203" />
      <source>摄像头未连接，插好后会自动继续</source>
      <translation>The camera is not connected. Plug it in and it goes on by itself</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="207" />
      <source>正在保存这一页</source>
      <translation>Saving this page</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="234" />
      <source>用本次已扫的 {pages} 页</source>
      <translation>From this visit: {pages} p.</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="239" />
      <source>不再容缺</source>
      <translation>Needed now</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="239" />
      <source>容缺，稍后补交</source>
      <translation>Bring it later</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="266" />
      <source>容缺 {count} 件</source>
      <translation>{count} to come</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="269" />
      <source>还缺 {count} 件</source>
      <translation>{count} missing</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="272" />
      <source>齐全</source>
      <translation>Complete</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="280" />
      <source>已容缺，{month} 月 {day} 日前补交；现在有就拍摄</source>
      <translation>To be brought until {day}/{month}; scan it if it is here</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="284" />
      <source>请把「{name}」放到镜头下，按空格拍摄</source>
      <translation>Put “{name}” under the lens and press Space</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="286" />
      <source>请把「{name}」放到镜头下按空格拍摄，或放入扫描仪按 S</source>
      <translation>Put “{name}” under the lens and press Space, or into the scanner and press S</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="294" />
      <source>已保存 {pages} 页 · {size}</source>
      <translation>Pages saved: {pages} · {size}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="296" />
      <source>容缺：{month} 月 {day} 日前补交</source>
      <translation>To be brought until {day}/{month}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="299" />
      <source>已由读卡器读取</source>
      <translation>Read by the card reader</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="300" />
      <source>电子证照</source>
      <translation>E-licence</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="301" />
      <source>民警已核对原件</source>
      <translation>Officer saw the original</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="313" />
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="302" />
      <source>由局里联网核查，不用提交</source>
      <translation>The office checks it on line, nothing to hand in</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="303" />
      <source>签名后由本机生成</source>
      <translation>Made here after signing</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="314" />
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="304" />
      <source>现场采集</source>
      <translation>Taken here</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="305" />
      <source>已扫描</source>
      <translation>Scanned</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="310" />
      <source>核对原件并扫描</source>
      <translation>Check the original and scan</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="311" />
      <source>收取原件</source>
      <translation>Keep the original</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="312" />
      <source>由本机生成，现场签名</source>
      <translation>Made here, signed on the spot</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="324" />
      <source>收件清单</source>
      <translation>Checklist</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="325" />
      <source>拍一页</source>
      <translation>Take page</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="326" />
      <source>扫描仪</source>
      <translation>Scan</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="327" />
      <source>不裁切</source>
      <translation>Do not cut</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="328" />
      <source>已看原件</source>
      <translation>Original seen</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="329" />
      <source>读这一页</source>
      <translation>Read page</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="330" />
      <source>去掉末页</source>
      <translation>Drop last page</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="331" />
      <source>代管原件</source>
      <translation>Keep original</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="332" />
      <source>证件材料画面</source>
      <translation>Live picture of the paper</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_materials.py" line="333" />
      <source>最近保存的一页</source>
      <translation>Page saved last</translation>
    </message>
  </context>
  <context>
    <name>MatterPage</name>
    <message>
      <location filename="../../vanapp/ui/screens/intake_matter.py" line="72" />
      <source>办理什么业务？</source>
      <translation>What is asked for?</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_matter.py" line="75" />
      <source>落户、居住证、挂失等其他业务：从“咨询”开始</source>
      <translation>Household, permit, loss report and other matters begin from Advice</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_matter.py" line="96" />
      <source>建议</source>
      <translation>Suggested</translation>
    </message>
  </context>
  <context>
    <name>NetworkRow</name>
    <message>
      <location filename="../../vanapp/ui/screens/network_row.py" line="39" />
      <source>“{network}”已允许到 {time}，到时自动停止</source>
      <translation>“{network}” is allowed until {time}; it ends by itself</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/network_row.py" line="43" />
      <source>“{network}”不是专网，现在不收发</source>
      <translation>“{network}” is not the dedicated network; nothing is sent or received</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/network_row.py" line="45" />
      <source>“{network}”不是专网；局里不许用其他网络</source>
      <translation>“{network}” is not the dedicated network, and the bureau allows no other</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/network_row.py" line="47" />
      <source>收回</source>
      <translation>Take back</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/network_row.py" line="47" />
      <source>允许 1 小时</source>
      <translation>Allow for 1 hour</translation>
    </message>
  </context>
  <context>
    <name>Outbox</name>
    <message>
      <location filename="../../vanapp/ui/presenters/outbox.py" line="110" />
      <source>正在发送…</source>
      <translation>Sending…</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/outbox.py" line="117" />
      <source>正在复制到 U 盘…</source>
      <translation>Copying to the USB stick…</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/outbox.py" line="124" />
      <source>没有要复制的：都已到局</source>
      <translation>Nothing to copy: everything is at the office</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/outbox.py" line="126" />
      <source>{n} 件已复制到 {folder}；只有局里能打开，可直接带去导入</source>
      <translation>{n} copied to {folder}; only the bureau can open them, take them there to import</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/outbox.py" line="169" />
      <source>还有 {n} 件在本机，连上办证网后会自动发送</source>
      <translation>{n} still on this laptop; they leave by themselves when the line is up</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/outbox.py" line="171" />
      <source>已送到 {done} 件，还有 {n} 件</source>
      <translation>{done} delivered, {n} to go</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/outbox.py" line="175" />
      <source>已送到 {done} 件，本机没有待发的了</source>
      <translation>{done} delivered, nothing left to send</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/outbox.py" line="177" />
      <source>没有待发的申请</source>
      <translation>Nothing to send</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/outbox.py" line="211" />
      <source>加急</source>
      <translation>urgent</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/outbox.py" line="229" />
      <source>局里要求补交：{material}，最迟 {day}</source>
      <translation>The office asks for {material} by {day}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/outbox.py" line="233" />
      <source>容缺，{month} 月 {day} 日前补交</source>
      <translation>Papers to come until {day}/{month}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/outbox.py" line="236" />
      <source>证件在送达途中</source>
      <translation>The card is on its way</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/outbox.py" line="238" />
      <source>回执 {time}</source>
      <translation>Receipt {time}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/outbox.py" line="245" />
      <source>等候制证</source>
      <translation>Card to be made</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/outbox.py" line="246" />
      <source>证件已制好</source>
      <translation>Card is made</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/outbox.py" line="247" />
      <source>已交付</source>
      <translation>Handed over</translation>
    </message>
  </context>
  <context>
    <name>OutboxScreen</name>
    <message>
      <location filename="../../vanapp/ui/screens/outbox.py" line="133" />
      <source>待发与办理状态</source>
      <translation>Outbox and progress</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/outbox.py" line="134" />
      <source>姓名、号码、受理号</source>
      <translation>Name, ID or receipt number</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/outbox.py" line="135" />
      <source>查找</source>
      <translation>Search</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/outbox.py" line="136" />
      <source>本机的申请</source>
      <translation>Applications on this laptop</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/outbox.py" line="137" />
      <source>立即发送</source>
      <translation>Send now</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/outbox.py" line="138" />
      <source>更正</source>
      <translation>Correct</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/outbox.py" line="139" />
      <source>重新发送</source>
      <translation>Send again</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/outbox.py" line="140" />
      <source>扫描补交</source>
      <translation>Scan it now</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/outbox.py" line="141" />
      <source>复制到 U 盘</source>
      <translation>Copy to USB stick</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/outbox.py" line="157" />
      <source>全部 {n}</source>
      <translation>All {n}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/outbox.py" line="158" />
      <source>在本机 {n}</source>
      <translation>On this laptop {n}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/outbox.py" line="159" />
      <source>到局 {n}</source>
      <translation>At the office {n}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/outbox.py" line="160" />
      <source>通过 {n}</source>
      <translation>Accepted {n}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/outbox.py" line="161" />
      <source>需要您 {n}</source>
      <translation>Needs you {n}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/outbox.py" line="168" />
      <source>没有符合的申请</source>
      <translation>No application fits</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/outbox.py" line="168" />
      <source>本机还没有封存的申请</source>
      <translation>Nothing has been sealed on this laptop yet</translation>
    </message>
  </context>
  <context>
    <name>Packs</name>
    <message>
      <location filename="../../vanapp/ui/presenters/packs.py" line="66" />
      <source>正在核验 U 盘上的更新…</source>
      <translation>Checking the update on the USB stick…</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/packs.py" line="77" />
      <source>已核验，见上</source>
      <translation>Checked; see above</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/packs.py" line="77" />
      <source>已核验，没有新的内容</source>
      <translation>Checked; nothing new</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/packs.py" line="90" />
      <source>随程序</source>
      <translation>came with the program</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/packs.py" line="91" />
      <source>局里经办证网发来</source>
      <translation>from the office over the line</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/packs.py" line="92" />
      <source>局里经 U 盘送来</source>
      <translation>from the office on a USB stick</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/packs.py" line="99" />
      <source>{pack} 已核验，下次启动起用</source>
      <translation>{pack} is checked and used from the next start on</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/packs.py" line="103" />
      <source>{version} 已核验，尚未安装</source>
      <translation>{version} is checked, not installed yet</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/packs.py" line="106" />
      <source>请技术员关闭本程序后安装：{path}</source>
      <translation>A technician closes this program and installs {path}</translation>
    </message>
  </context>
  <context>
    <name>PacksCard</name>
    <message>
      <location filename="../../vanapp/ui/screens/packs_card.py" line="56" />
      <source>办事依据与更新</source>
      <translation>Rules and updates</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/packs_card.py" line="57" />
      <source>从 U 盘更新</source>
      <translation>Update from USB stick</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/packs_card.py" line="63" />
      <source>情形与材料</source>
      <translation>Situations and papers</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/packs_card.py" line="65" />
      <source>没有采用的</source>
      <translation>Not used</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/packs_card.py" line="67" />
      <source>程序新版本</source>
      <translation>New version of the program</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/packs_card.py" line="68" />
      <source>U 盘</source>
      <translation>USB stick</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/packs_card.py" line="68" />
      <source>没有网络时，局里用 U 盘送来的更新</source>
      <translation>Without a line: what the office sends on a stick</translation>
    </message>
  </context>
  <context>
    <name>ParticularsPage</name>
    <message>
      <location filename="../../vanapp/ui/screens/intake_particulars.py" line="185" />
      <source>证件已读取的信息</source>
      <translation>Read from the card</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_particulars.py" line="185" />
      <source>由号码得知的信息</source>
      <translation>Known from the number</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_particulars.py" line="187" />
      <source>芯片</source>
      <translation>Chip</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_particulars.py" line="189" />
      <source>确认无误，继续</source>
      <translation>It is right, go on</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_particulars.py" line="189" />
      <source>下一步</source>
      <translation>Next</translation>
    </message>
  </context>
  <context>
    <name>PortraitPage</name>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="143" />
      <source>正在处理</source>
      <translation>Working</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="185" />
      <source>请保持不动</source>
      <translation>Please hold still</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="192" />
      <source>摄像头未连接；请对准人像，按 C 用照相机拍</source>
      <translation>The live camera is not connected; aim the still camera and press C</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="194" />
      <source>摄像头未连接，插好后会自动继续</source>
      <translation>The camera is not connected. Plug it in and it goes on by itself</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="196" />
      <source>照相机正在拍，请保持不动</source>
      <translation>The still camera is taking it; please keep still</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="198" />
      <source>请正对镜头坐好</source>
      <translation>Sit straight and face the lens</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="201" />
      <source>请慢慢眨一下眼</source>
      <translation>Please blink slowly once</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="201" />
      <source>请向一侧转头，再转回来</source>
      <translation>Please turn the head to one side and back</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="210" />
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="206" />
      <source>转头</source>
      <translation>Turn</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="206" />
      <source>不问</source>
      <translation>Skip</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="210" />
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="207" />
      <source>眨眼</source>
      <translation>Blink</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="208" />
      <source>可选：请本人眨眼或转头。只记录民警看到了什么，不作活体判定</source>
      <translation>Optional: ask for a blink or a turn of the head. Records only what the officer saw; no liveness is judged</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="212" />
      <source>已见</source>
      <translation>Seen</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="212" />
      <source>未见</source>
      <translation>Not seen</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="213" />
      <source>已见{move}。按 B 再问</source>
      <translation>{move}: seen. B asks again</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="213" />
      <source>未见{move}，已送复核。按 B 再问</source>
      <translation>{move}: not seen, sent to review. B asks again</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="231" />
      <source>头宽</source>
      <translation>Head width</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="232" />
      <source>曝光</source>
      <translation>Exposure</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="233" />
      <source>背景</source>
      <translation>Background</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="254" />
      <source>重拍</source>
      <translation>Retake</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="254" />
      <source>拍摄</source>
      <translation>Take</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="255" />
      <source>相机</source>
      <translation>Still</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="256" />
      <source>用照相机拍</source>
      <translation>Take it with the still camera</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="258" />
      <source>摄像头实时画面</source>
      <translation>Live picture of the camera</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="259" />
      <source>已拍摄的相片</source>
      <translation>Picture taken</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="260" />
      <source>相片合格，已保存</source>
      <translation>The picture is good and saved</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="261" />
      <source>随后自动继续；按 Esc 停在本页，按空格重拍</source>
      <translation>It goes on by itself. Esc stays, Space takes it again</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="263" />
      <source>卧床或无法坐直</source>
      <translation>Bedridden or cannot sit up</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="264" />
      <source>无法正对镜头</source>
      <translation>Cannot face the lens</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="265" />
      <source>皮肤、伤病等面部原因</source>
      <translation>Face injury or illness</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="266" />
      <source>现场光线或背景受限</source>
      <translation>Light or background</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_portrait.py" line="268" />
      <source>仍要使用这张相片？请选择原因：</source>
      <translation>Use this picture all the same? Choose the reason:</translation>
    </message>
  </context>
  <context>
    <name>Rail</name>
    <message>
      <location filename="../../vanapp/ui/office.py" line="159" />
      <source>今日</source>
      <translation>Today</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/office.py" line="160" />
      <source>受理</source>
      <translation>Intake</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/office.py" line="161" />
      <source>咨询</source>
      <translation>Advice</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/office.py" line="162" />
      <source>待发</source>
      <translation>Outbox</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/office.py" line="163" />
      <source>名单</source>
      <translation>Lists</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/office.py" line="169" />
      <source>设备</source>
      <translation>Devices</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/office.py" line="176" />
      <source>设置</source>
      <translation>Settings</translation>
    </message>
  </context>
  <context>
    <name>SavedMark</name>
    <message>
      <location filename="../../vanapp/ui/widgets/marks.py" line="29" />
      <source>已保存 {time}</source>
      <translation>Saved {time}</translation>
    </message>
  </context>
  <context>
    <name>SettingsScreen</name>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="168" />
      <source>由局里设定（{day}）</source>
      <translation>Set by the bureau ({day})</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="174" />
      <source>另外允许：{names}</source>
      <translation>Also allowed: {names}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="187" />
      <source>这台电脑的系统说不出连的是哪个网络，这一项不起作用</source>
      <translation>This system cannot tell which network it is in, so this has no effect</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="199" />
      <source>系统默认打印机</source>
      <translation>System's default printer</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="209" />
      <source>设置</source>
      <translation>Settings</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="210" />
      <source>改动立即生效</source>
      <translation>Changes take effect at once</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="211" />
      <source>显示</source>
      <translation>Display</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="211" />
      <source>安全与网络</source>
      <translation>Safety and network</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="211" />
      <source>相片与打印</source>
      <translation>Photo and printing</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="215" />
      <source>语言</source>
      <translation>Language</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="216" />
      <source>外观</source>
      <translation>Appearance</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="216" />
      <source>夜间用深色，强光下用高对比</source>
      <translation>Dark at night, high contrast in bright sun</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="217" />
      <source>大小</source>
      <translation>Size</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="218" />
      <source>无人操作时锁定</source>
      <translation>Lock when nobody works</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="218" />
      <source>锁定后页面和内容都保留</source>
      <translation>The page and all of its content stay</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="219" />
      <source>办证专网</source>
      <translation>Dedicated network</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="219" />
      <source>连接或网卡的名称；空着不限制</source>
      <translation>Name of the connection or interface; empty: no limit</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="220" />
      <source>专网接入点</source>
      <translation>Access point (APN)</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="220" />
      <source>APN；网卡名称常变时用它认出专网</source>
      <translation>Tells the dedicated network where names of connections change</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="221" />
      <source>现在的网络</source>
      <translation>Network now</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="223" />
      <source>其他网络</source>
      <translation>Other networks</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="223" />
      <source>不在专网时，是否允许收发</source>
      <translation>Whether to send and receive elsewhere</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="224" />
      <source>打印机</source>
      <translation>Printer</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="225" />
      <source>回执纸张</source>
      <translation>Receipt paper</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="226" />
      <source>相片背景</source>
      <translation>Photo background</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="226" />
      <source>换成白色时，会在记录里注明</source>
      <translation>When it is made white, the record says so</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="230" />
      <source>跟随系统</source>
      <translation>As the system</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="231" />
      <source>浅色</source>
      <translation>Light</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="232" />
      <source>深色</source>
      <translation>Dark</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="233" />
      <source>高对比</source>
      <translation>High contrast</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="238" />
      <source>80 毫米</source>
      <translation>80 mm</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="238" />
      <source>58 毫米</source>
      <translation>58 mm</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="245" />
      <source>中文</source>
      <comment>this language's own name</comment>
      <translation>中文</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="245" />
      <source>English</source>
      <comment>its own name</comment>
      <translation>English</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="252" />
      <source>{n} 分钟</source>
      <translation>{n} min</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="255" />
      <source>不允许</source>
      <translation>No</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="255" />
      <source>允许</source>
      <translation>Yes</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="257" />
      <source>换成白色</source>
      <translation>Made white</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/settings.py" line="257" />
      <source>保持原样</source>
      <translation>As taken</translation>
    </message>
  </context>
  <context>
    <name>SignInScreen</name>
    <message>
      <location filename="../../vanapp/ui/screens/sign_in.py" line="111" />
      <location filename="../../vanapp/ui/screens/sign_in.py" line="103" />
      <source>登录</source>
      <translation>Sign in</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/sign_in.py" line="104" />
      <source>训练模式</source>
      <translation>Training</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/sign_in.py" line="106" />
      <source>English</source>
      <comment>the other language, in its own words</comment>
      <translation>中文</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/sign_in.py" line="107" />
      <source>流动办证</source>
      <translation>Field enrolment</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/sign_in.py" line="108" />
      <source>居民身份证 · 上门、流动车、校园</source>
      <translation>Identity cards · at the door, in the van, on campus</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/sign_in.py" line="109" />
      <source>警号</source>
      <translation>Officer's number</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/sign_in.py" line="110" />
      <source>口令</source>
      <translation>Pass-phrase</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/sign_in.py" line="112" />
      <source>填入</source>
      <translation>Fill in</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/sign_in.py" line="115" />
      <source>练习用，人物和数据都是虚构的。
警号 {officer} · 口令 {phrase}</source>
      <translation>For practice: all people and data are invented.
Number {officer} · pass-phrase {phrase}</translation>
    </message>
  </context>
  <context>
    <name>Strip</name>
    <message>
      <location filename="../../vanapp/ui/office.py" line="495" />
      <source>未就绪</source>
      <translation>not ready</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/strip.py" line="130" />
      <source>待发 {n} 件</source>
      <translation>{n} waiting</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/strip.py" line="140" />
      <source>已保存 {time}</source>
      <translation>Saved {time}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/strip.py" line="142" />
      <source>锁定屏幕</source>
      <translation>Lock the screen</translation>
    </message>
  </context>
  <context>
    <name>Today</name>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="98" />
      <source>{month} 月 {day} 日 {weekday}</source>
      <translation>{weekday} {day}/{month}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="101" />
      <source>{n} 站</source>
      <translation>{n} stops</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="115" />
      <source> · {n} 岁</source>
      <translation> · {n} years</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="118" />
      <source>开始上门</source>
      <translation>Begin visit</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="119" />
      <source>开始送证</source>
      <translation>Begin delivery</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="120" />
      <source>开始</source>
      <translation>Begin</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="145" />
      <location filename="../../vanapp/ui/presenters/today.py" line="129" />
      <source>继续</source>
      <translation>Go on</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="136" />
      <source>临时受理号 {number}</source>
      <translation>Provisional No. {number}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="139" />
      <source>待续</source>
      <translation>To go on</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="140" />
      <source>未填姓名</source>
      <translation>No name yet</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="141" />
      <source>未办完</source>
      <translation>Unfinished</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="154" />
      <source>设备就绪 {ready}/{all}</source>
      <translation>Instruments ready {ready}/{all}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="163" />
      <source>行程已在本机 · {n} 站</source>
      <translation>Trip is on this laptop · {n} stops</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="166" />
      <source>容缺材料 {n} 件到期</source>
      <translation>{n} promised papers due</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="168" />
      <source>代管原件 {n} 件</source>
      <translation>{n} originals in the van</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="171" />
      <source>还有 {n} 件没办完</source>
      <translation>{n} unfinished</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="173" />
      <source>已连接办证网</source>
      <translation>Connected to the office</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="174" />
      <source>正在查看网络</source>
      <translation>Looking for the line</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="175" />
      <source>离线，采集不受影响</source>
      <translation>Offline, enrolment goes on as usual</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="178" />
      <source>{name}未就绪</source>
      <translation>{name} not ready</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="195" />
      <source>{name}（{relation}）</source>
      <translation>{name} ({relation})</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="205" />
      <source>局里有改动</source>
      <translation>Changed by the office</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="206" />
      <source>局里已取消</source>
      <translation>Called off by the office</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="213" />
      <source>星期一</source>
      <translation>Monday</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="214" />
      <source>星期二</source>
      <translation>Tuesday</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="215" />
      <source>星期三</source>
      <translation>Wednesday</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="216" />
      <source>星期四</source>
      <translation>Thursday</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="217" />
      <source>星期五</source>
      <translation>Friday</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="218" />
      <source>星期六</source>
      <translation>Saturday</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/presenters/today.py" line="219" />
      <source>星期日</source>
      <translation>Sunday</translation>
    </message>
  </context>
  <context>
    <name>TodayScreen</name>
    <message>
      <location filename="../../vanapp/ui/screens/today.py" line="169" />
      <source>今日行程</source>
      <translation>Today</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/today.py" line="170" />
      <source>今天没有安排的行程。按 F2 可直接受理。</source>
      <translation>Nothing is planned for today. F2 serves whoever comes.</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/today.py" line="171" />
      <source>直接受理</source>
      <translation>Walk-in</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/today.py" line="172" />
      <source>账物与收班</source>
      <translation>Books and closing</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/today.py" line="173" />
      <source>出发检查</source>
      <translation>Ready to leave?</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/today.py" line="174" />
      <source>可离线工作</source>
      <translation>Works without a line</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/today.py" line="176" />
      <source>需要您处理</source>
      <translation>Needs you</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/today.py" line="177" />
      <source>更正</source>
      <translation>Correct</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/today.py" line="179" />
      <source>在本机</source>
      <translation>On this laptop</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/today.py" line="180" />
      <source>已到局里</source>
      <translation>At the office</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/today.py" line="181" />
      <source>已通过</source>
      <translation>Accepted</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/today.py" line="191" />
      <source>退回 {n} 件</source>
      <translation>{n} returned</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/today.py" line="194" />
      <source>没有退回的申请</source>
      <translation>Nothing was returned</translation>
    </message>
  </context>
  <context>
    <name>TravelCard</name>
    <message>
      <location filename="../../vanapp/ui/screens/intake_travel.py" line="82" />
      <source>护照、通行证的机读码</source>
      <translation>Machine-readable code of a passport or permit</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_travel.py" line="83" />
      <source>输入证件上印有“&lt;”的那几行，或用刷码器刷一下；输完自动填入</source>
      <translation>Type the lines with the “&lt;” signs, or swipe the document; it is filled in by itself</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_travel.py" line="87" />
      <source>校验位不符，请对照证件核对</source>
      <translation>A check digit does not agree: compare with the document</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_travel.py" line="88" />
      <source>已按机读码填入，请与证件核对</source>
      <translation>Filled in from the code: compare with the document</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_travel.py" line="91" />
      <source>照样填入</source>
      <translation>Fill in all the same</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_travel.py" line="94" />
      <source>芯片读写器未连接</source>
      <translation>No chip reader</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_travel.py" line="95" />
      <source>请把证件放在芯片读写器上</source>
      <translation>Lay the document on the chip reader</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_travel.py" line="96" />
      <source>这张卡不是旅行证件</source>
      <translation>That card is no travel document</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_travel.py" line="97" />
      <source>正在读芯片，不要移动</source>
      <translation>Reading the chip, do not move it</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/intake_travel.py" line="98" />
      <source>已读芯片</source>
      <translation>Chip read</translation>
    </message>
  </context>
  <context>
    <name>VisitRow</name>
    <message>
      <location filename="../../vanapp/ui/screens/visit_row.py" line="88" />
      <source>局里已取消</source>
      <translation>Called off by the office</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/visit_row.py" line="90" />
      <source>已办完</source>
      <translation>Done</translation>
    </message>
  </context>
  <context>
    <name>Words</name>
    <message>
      <location filename="../../vanapp/ui/words.py" line="17" />
      <source>读卡器</source>
      <translation>Card reader</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="18" />
      <source>指纹仪</source>
      <translation>Finger scanner</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="19" />
      <source>摄像头</source>
      <translation>Camera</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="20" />
      <source>扫描仪</source>
      <translation>Scanner</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="21" />
      <source>签名板</source>
      <translation>Signature pad</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="22" />
      <source>打印机</source>
      <translation>Printer</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="23" />
      <source>芯片读写器</source>
      <translation>Chip reader</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="24" />
      <source>小票打印机</source>
      <translation>Receipt printer</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="25" />
      <source>照相机</source>
      <translation>Still camera</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="32" />
      <source>上门</source>
      <translation>At home</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="33" />
      <source>送证上门</source>
      <translation>Delivery</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="34" />
      <source>流动车</source>
      <translation>Van</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="35" />
      <source>校园批量</source>
      <translation>Campus</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="36" />
      <source>预约</source>
      <translation>Booked</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="43" />
      <source>已连接办证网</source>
      <translation>Connected to the office</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="44" />
      <source>离线 · 数据已加密保存在本机</source>
      <translation>Offline · data is safe, encrypted on this laptop</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="45" />
      <source>连到了别的网络</source>
      <translation>This is another network</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="46" />
      <source>局里不接收这台电脑</source>
      <translation>The office does not accept this laptop</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="47" />
      <source>正在查看网络</source>
      <translation>Looking for the line</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="53" />
      <source>已连接</source>
      <translation>Online</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="54" />
      <source>离线</source>
      <translation>Offline</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="55" />
      <source>别的网络</source>
      <translation>Other network</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="56" />
      <source>不接收</source>
      <translation>Not accepted</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="71" />
      <source>中国移动</source>
      <translation>China Mobile</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="72" />
      <source>中国联通</source>
      <translation>China Unicom</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="73" />
      <source>中国电信</source>
      <translation>China Telecom</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="74" />
      <source>中国广电</source>
      <translation>China Broadnet</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="84" />
      <source>在本机</source>
      <translation>On this laptop</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="85" />
      <source>发送中</source>
      <translation>Sending</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="86" />
      <source>已到局里</source>
      <translation>At the office</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="87" />
      <source>已通过</source>
      <translation>Accepted</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="88" />
      <source>需要您</source>
      <translation>Needs you</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/words.py" line="98" />
      <source>昨天</source>
      <translation>yesterday</translation>
    </message>
  </context>
  <context>
    <name>_Circumstances</name>
    <message>
      <location filename="../../vanapp/ui/screens/consult.py" line="283" />
      <source>另外有这些情况吗？</source>
      <translation>Does any of this apply?</translation>
    </message>
  </context>
  <context>
    <name>_InstrumentCard</name>
    <message>
      <location filename="../../vanapp/ui/screens/instruments.py" line="120" />
      <source>序列号 {serial}</source>
      <translation>serial {serial}</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/instruments.py" line="125" />
      <source>改用这一台</source>
      <translation>Use this one</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/instruments.py" line="128" />
      <source>备用</source>
      <translation>Spare</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/instruments.py" line="130" />
      <source>就绪，在用</source>
      <translation>Ready, in use</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/instruments.py" line="132" />
      <source>就绪</source>
      <translation>Ready</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/instruments.py" line="134" />
      <source>请查看</source>
      <translation>Please look</translation>
    </message>
    <message>
      <location filename="../../vanapp/ui/screens/instruments.py" line="136" />
      <source>未连接</source>
      <translation>Not connected</translation>
    </message>
  </context>
</TS>
